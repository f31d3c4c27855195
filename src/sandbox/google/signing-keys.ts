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

/** Making a key takes a moment: sandboxes of one process that have none yet share theirs. */
const making = new Map<SigningKey['id'], Promise<SigningKey>>();

/** The sandbox's RSA keys. Each is made when it is first asked for, and then kept. */
export class SigningKeys {
  constructor(private readonly state: KeyState) {}

  async get(id: SigningKey['id']): Promise<SigningKey> {
    const kept = this.state.table('signing_key').get(id);
    if (kept) return kept;
    const made = making.get(id) ?? make(id);
    making.set(id, made);
    const row = await made;
    return this.state.transaction(() => this.state.put('signing_key', row));
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
}

async function make(id: SigningKey['id']): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return signingKey.parse({ id, keyId: randomUUID(), privateJwk: await exportJWK(privateKey) });
}
