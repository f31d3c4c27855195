import type { Client } from 'pg';
import { request, type ApiAnswer } from './hookline.js';

/** A request as a provider delivers it. */
export interface SignedDelivery {
  /** Header names as the provider writes them. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface SignOptions {
  /** @default the signer's first secret */
  secret?: string;
  /** When it was signed. @default now */
  at?: Date;
  /** The public address that it is sent to, where the signature covers it. @default `PUBLIC_URL` and the provider's path */
  url?: string;
  /** The bytes to sign. @default a fresh event with an id of its own */
  body?: Buffer;
}

/** The provider's side of a webhook: signs as the provider does, so that no test has to mock the verifier. */
export interface WebhookSigner {
  provider: string;
  /** Variables with which Hookline accepts what is signed with the first secret. */
  environment: Record<string, string>;
  /** Two secrets as an account of this provider has them: ours, and somebody else's. */
  secrets: readonly [string, string];
  /** The header without which nothing is believed. */
  signatureHeader: string;
  /** Whether the signature covers the body: then a flipped byte is noticed. */
  coversBody: boolean;
  /** Whether the signature carries its time: then an old one is refused. */
  coversTime: boolean;
  sign(options?: SignOptions): SignedDelivery;
}

/** Delivers what a signer has signed to `/webhooks/:provider`. */
export async function deliverSigned(
  { url }: { url: string },
  provider: string,
  delivery: SignedDelivery,
): Promise<Pick<ApiAnswer, 'status' | 'body'>> {
  const { status, body } = await request(
    `${url}/webhooks/${provider}`,
    'POST',
    delivery.body,
    delivery.headers,
  );
  return { status, body };
}

/** The bodies of a provider's events as they are stored, in the order in which they arrived. */
export async function storedBodies(database: Client, provider: string): Promise<string[]> {
  const { rows } = await database.query<{ body: Buffer }>(
    'SELECT body FROM webhook_events JOIN webhook_payloads ON id = event_id WHERE provider = $1 ORDER BY id',
    [provider],
  );
  return rows.map(({ body }) => body.toString());
}
