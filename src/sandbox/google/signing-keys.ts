import { exportJWK, generateKeyPair, importJWK } from 'jose';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { State } from '../state.js';

/** An RSA key, kept whole. */
export const signingKey = z.object({
  /** What it is for. */
  id: z.enum(['id_token', 'service_account']),
  keyId: z.string(),
  privateJwk: z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string(), d: z.string() }),
});

export type SigningKey = z.output<typeof signingKey>;

type KeyState = Pick<State<{ signing_key: SigningKey }>, 'table' | 'put' | 'transaction'>;

/** The sandbox's RSA keys. Each is made when it is first asked for, since that takes a moment, and then kept. */
export class SigningKeys {
  private readonly making = new Map<SigningKey['id'], Promise<SigningKey>>();

  constructor(private readonly state: KeyState) {}

  async get(id: SigningKey['id']): Promise<SigningKey> {
    const kept = this.state.table('signing_key').get(id);
    if (kept) return kept;
    const making = this.making.get(id) ?? this.make(id);
    this.making.set(id, making);
    return making;
  }

  /** To sign with. */
  async privateKey(id: SigningKey['id']) {
    return importJWK((await this.get(id)).privateJwk, 'RS256');
  }

  /** As a key set publishes it (RFC 7517). */
  async publicJwk(id: SigningKey['id']) {
    const { keyId, privateJwk } = await this.get(id);
    const { kty, n, e } = privateJwk;
    return { kty, n, e, alg: 'RS256', use: 'sig', kid: keyId };
  }

  private async make(id: SigningKey['id']): Promise<SigningKey> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const row = signingKey.parse({ id, keyId: randomUUID(), privateJwk: await exportJWK(privateKey) });
    return this.state.transaction(() => this.state.put('signing_key', row));
  }
}
