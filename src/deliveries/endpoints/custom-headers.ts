import { z } from 'zod';

const MAX_HEADERS = 20;

/** All names and values together, in characters. */
const MAX_LENGTH = 8 * 1_024;

/** RFC 9110, 5.6.2. */
const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Printable ASCII, without a space at either end: what every server reads in the same way. */
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * Headers that belong to HTTP itself, say what Hookline sends, or for whom, or that it means another address or method: a
 * server that trusts us might believe them.
 */
const RESERVED = new Set([
  'accept-encoding',
  'cf-connecting-ip',
  'client-ip',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'true-client-ip',
  'upgrade',
  'user-agent',
  'via',
  'x-client-ip',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-real-ip',
  'x-request-id',
  'x-rewrite-url',
]);
const RESERVED_BEGINNINGS = ['webhook-', 'x-webhook-', 'proxy-', 'x-forwarded-'];

/** Headers of an endpoint's own, sent with every delivery. Their names come out in lower case: HTTP knows no other. */
export const customHeaders = z
  .record(z.string(), z.string())
  .superRefine((headers, context) => {
    const entries = Object.entries(headers);
    const length = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    if (entries.length > MAX_HEADERS || length > MAX_LENGTH) {
      const message = `must be at most ${MAX_HEADERS} headers, of ${MAX_LENGTH} characters together`;
      return context.addIssue({ code: 'custom', message });
    }
    const seen = new Set<string>();
    for (const [name, value] of entries) {
      const message = issueOf(name, value) ?? (seen.has(name.toLowerCase()) ? 'is there twice' : undefined);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
      seen.add(name.toLowerCase());
    }
  })
  .transform((headers): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  );

function issueOf(name: string, value: string): string | undefined {
  if (!NAME.test(name)) return 'must have a name of letters, digits and -';
  if (isReserved(name.toLowerCase())) return 'is set by Hookline, or by HTTP itself';
  return VALUE.test(value) ? undefined : 'must be printable ASCII, without a space at its beginning or end';
}

/** CGI, WSGI and PHP make one variable of `x-real-ip` and `x_real_ip`: so they are one name here. */
function isReserved(written: string): boolean {
  const name = written.replaceAll('_', '-');
  return RESERVED.has(name) || RESERVED_BEGINNINGS.some((beginning) => name.startsWith(beginning));
}
