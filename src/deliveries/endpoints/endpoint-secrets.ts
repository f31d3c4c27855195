import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SealedBox } from '../../platform/secrets/sealed-box.js';

/** What deliveries to an endpoint are signed with. */
export interface EndpointSecret {
  /** `whsec_` and base64. */
  readonly secret: string;
  /** Set once there is a newer one: it signs, too, until then. */
  readonly until?: Date | undefined;
}

/** 256 bits, as HMAC-SHA256 has. */
const SECRET_BYTES = 32;

/** How long the secret before still signs after a rotation, in ms. */
const OVERLAP_MS = 24 * 3_600_000;

/** A secret of these bytes, as Standard Webhooks writes it. */
export function secretOf(bytes: Uint8Array): string {
  return `whsec_${Buffer.from(bytes).toString('base64')}`;
}

export function newSecret(): string {
  return secretOf(randomBytes(SECRET_BYTES));
}

/**
 * A new secret before the newest of those that there are, which ends a day from now. One that was rotated out before ends
 * at once: two are valid at most.
 */
export function rotated([newest]: readonly EndpointSecret[], now: Date) {
  const secret = newSecret();
  const previousUntil = new Date(now.getTime() + OVERLAP_MS);
  const secrets: EndpointSecret[] = newest
    ? [{ secret }, { secret: newest.secret, until: previousUntil }]
    : [{ secret }];
  return { secret, secrets, previousUntil };
}

/** A row of `endpoints`, as far as it is sealed. */
export interface SealedEndpoint {
  readonly id: string;
  readonly sealedSecrets: Uint8Array;
  readonly sealedHeaders: Uint8Array | null;
}

const secrets = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.object({ secret: z.string(), until: z.coerce.date().optional() })).min(1));

const headers = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.string(), z.string()));

/** The identity of an endpoint's secrets, as associated data of what is sealed. */
export function secretsContext(id: string): string {
  return `endpoint-secrets:${id}`;
}

/** The identity of an endpoint's own headers. */
export function headersContext(id: string): string {
  return `endpoint-headers:${id}`;
}

/** The secrets of an endpoint that are valid now, the newest first. */
export function openSecrets(
  box: SealedBox,
  { id, sealedSecrets }: SealedEndpoint,
  now: Date,
): EndpointSecret[] {
  return secrets
    .parse(box.open(sealedSecrets, secretsContext(id)))
    .filter(({ until }) => until === undefined || until > now);
}

/** Seals the secrets of an endpoint, the newest first. */
export function sealSecrets(
  box: SealedBox,
  id: string,
  of: readonly EndpointSecret[],
): Uint8Array<ArrayBuffer> {
  return box.seal(JSON.stringify(of), secretsContext(id));
}

/** An endpoint's own headers, by name. */
export function openHeaders(box: SealedBox, { id, sealedHeaders }: SealedEndpoint): Record<string, string> {
  return sealedHeaders ? headers.parse(box.open(sealedHeaders, headersContext(id))) : {};
}

/** Seals an endpoint's own headers; `null` when it has none. */
export function sealHeaders(
  box: SealedBox,
  id: string,
  of: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> | null {
  return Object.keys(of).length > 0 ? box.seal(JSON.stringify(of), headersContext(id)) : null;
}
