import { verify as verifySignature } from 'node:crypto';
import { z } from 'zod';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type StoredWebhook,
  type WebhookEnvelope,
  type WebhookRequest,
  type WebhookSource,
} from '../../../contracts/webhooks.js';
import { hmac } from '../../../platform/signatures/hmac.js';
import {
  parseStandardWebhooksKey,
  type StandardWebhooksKey,
} from '../../../platform/signatures/standard-webhooks-key.js';
import { checkFreshness } from '../../verification/freshness.js';
import { requiredHeader } from '../../verification/headers.js';
import { printable } from '../../verification/identifiers.js';
import { MAX_SIGNATURES, matchesAny } from '../../verification/signatures.js';
import { signingTime } from '../../verification/signing-time.js';
import { jsonOrText } from './payload.js';
import { readTimestamp } from './timestamp.js';

/** What the specification recommends for a body, but does not ask for: so no event is refused for it. */
const description = z
  .object({
    type: printable.catch('event'),
    timestamp: z
      .union([z.string(), z.number()])
      .transform((time) => readTimestamp(String(time)))
      .catch(undefined),
  })
  .catch({ type: 'event', timestamp: undefined });

/**
 * Webhooks of any service that follows Standard Webhooks; also under the names that Svix gave the headers before
 * (`svix-id`, `svix-timestamp`, `svix-signature`). Declared in `WEBHOOK_SOURCES`, or in code as a class of one's own, as
 * {@link HmacWebhookSource} shows it.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @see https://docs.svix.com/receiving/verifying-payloads/how-manual
 */
export class StandardWebhooksSource implements WebhookSource {
  /**
   * @param secretVariable where the secrets come from, to be named when there is none
   * @param secrets `whsec_…` or `whpk_…`
   */
  constructor(
    readonly secretVariable: string,
    readonly secrets: readonly string[],
  ) {}

  verify(
    { headers, rawBody, receivedAt }: WebhookRequest,
    secrets: readonly string[],
  ): readonly WebhookEnvelope[] {
    const sentBySvix = headers['webhook-signature'] === undefined && headers['svix-signature'] !== undefined;
    const family = sentBySvix ? 'svix' : 'webhook';
    const id = requiredHeader(headers, `${family}-id`);
    const timestamp = requiredHeader(headers, `${family}-timestamp`);
    const signatures = signaturesIn(requiredHeader(headers, `${family}-signature`));
    const signedAt = signingTime(`${family}-timestamp`, timestamp, 'seconds');
    checkFreshness(signedAt, receivedAt);
    checkSignatures(signatures, [id, '.', timestamp, '.', rawBody], secrets);

    const { type, timestamp: occurredAt = signedAt } = description.parse(jsonOrText(rawBody));
    return [{ externalId: identifier(id), type, occurredAt, rawBody }];
  }

  parse({ rawBody }: StoredWebhook): unknown {
    return jsonOrText(rawBody);
  }
}

interface Signature {
  version: StandardWebhooksKey['version'];
  bytes: Buffer;
}

/** Signatures of other kinds than we know are passed over, as the specification asks. */
function signaturesIn(header: string): Signature[] {
  const signatures: Signature[] = [];
  for (const entry of header.split(' ')) {
    const [, version, encoded] = /^(v1a?),([A-Za-z0-9+/]+={0,2})$/.exec(entry) ?? [];
    if (!version || !encoded) continue;
    signatures.push({ version: version === 'v1' ? 'v1' : 'v1a', bytes: Buffer.from(encoded, 'base64') });
  }
  if (signatures.length > 0) return signatures.slice(0, MAX_SIGNATURES);
  throw new InvalidSignatureError(
    'malformed',
    'The signature header is not of the form v1,<base64> or v1a,<base64>.',
  );
}

function checkSignatures(
  signatures: readonly Signature[],
  content: readonly (string | Uint8Array)[],
  secrets: readonly string[],
): void {
  const keys = secrets.map(parseStandardWebhooksKey).filter((key) => key !== undefined);
  if (keys.some((key) => isSignedWith(key, signatures, content))) return;
  const unusable = secrets.length - keys.length;
  throw new InvalidSignatureError(
    'mismatch',
    unusable === 0
      ? 'The request was signed with none of the secrets, or it was changed on the way.'
      : `The request was signed with none of the secrets. ${unusable} of ${secrets.length} cannot be used: they are neither whsec_… nor whpk_….`,
  );
}

function isSignedWith(
  key: StandardWebhooksKey,
  signatures: readonly Signature[],
  content: readonly (string | Uint8Array)[],
): boolean {
  const given = signatures.filter(({ version }) => version === key.version).map(({ bytes }) => bytes);
  if (key.version === 'v1') return matchesAny(given, [hmac('sha256', key.secret, content)]);
  const signed = Buffer.concat(content.map((piece) => Buffer.from(piece)));
  return given.some((signature) => verifySignature(undefined, signed, key.publicKey, signature));
}

function identifier(id: string): string {
  const result = printable.safeParse(id);
  if (result.success) return result.data;
  throw new MalformedWebhookError(
    'VALIDATION_ERROR',
    'The request is signed, but its id is not 1 to 255 printable ASCII characters.',
  );
}
