import { InvalidSignatureError, type WebhookHeaders } from '../../../contracts/webhooks.js';
import { requiredHeader } from '../../verification/headers.js';
import { hmac, type HmacAlgorithm } from '../../../platform/signatures/hmac.js';
import { MAX_SIGNATURES, matchesAny } from '../../verification/signatures.js';

/** How an HMAC is made and written down. */
export interface HmacScheme {
  /** The header that carries it. */
  header: string;
  algorithm: HmacAlgorithm;
  encoding: 'hex' | 'base64' | 'base64url';
  /** What stands before each signature, such as `sha256=`; often nothing. */
  prefix: string;
}

const DIGITS = {
  hex: /^[0-9a-f]+$/i,
  base64: /^[A-Za-z0-9+/]+={0,2}$/,
  base64url: /^[\w-]+={0,2}$/,
} as const;

/**
 * Checks that the content was signed with one of the secrets. The header may hold several signatures, as senders write
 * while they rotate their secret: separated by commas or spaces, each with its prefix.
 * @param content what was signed, in pieces; texts as UTF-8
 * @throws InvalidSignatureError `missing`, `malformed` or `mismatch`
 */
export function checkHmac(
  scheme: HmacScheme,
  headers: WebhookHeaders,
  content: readonly (string | Uint8Array)[],
  secrets: readonly string[],
): void {
  const given = signaturesIn(requiredHeader(headers, scheme.header), scheme);
  if (given.length === 0) {
    throw new InvalidSignatureError(
      'malformed',
      `The ${scheme.header} header is not of the form ${scheme.prefix}<${scheme.encoding}>.`,
    );
  }
  // Anybody could sign with an empty secret.
  const expected = secrets.filter(Boolean).map((secret) => hmac(scheme.algorithm, secret, content));
  if (!matchesAny(given, expected)) {
    throw new InvalidSignatureError(
      'mismatch',
      `The ${scheme.header} header was made with none of the secrets, or for another request.`,
    );
  }
}

function signaturesIn(header: string, { prefix, encoding }: HmacScheme): Buffer[] {
  const signatures: Buffer[] = [];
  // A prefix may hold a comma or a space itself, so the header cannot just be split.
  for (const { index } of header.matchAll(/(?<=^|[\s,])/g)) {
    if (!header.startsWith(prefix, index)) continue;
    const [candidate = ''] = header.slice(index + prefix.length).split(/[\s,]/, 1);
    if (DIGITS[encoding].test(candidate)) signatures.push(Buffer.from(candidate, encoding));
    if (signatures.length === MAX_SIGNATURES) break;
  }
  return signatures;
}
