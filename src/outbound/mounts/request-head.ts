import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { HttpMethod } from '../outbound-call.js';

const METHODS: ReadonlySet<string> = new Set<HttpMethod>([
  'GET',
  'HEAD',
  'OPTIONS',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
]);

/** What belongs to one connection or is told by the body; the transport sets it (RFC 9110, 7.6.1). */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** @throws TypeError for a method that the road does not take, such as TRACE */
export function toMethod(method: string): HttpMethod {
  const upper = method.toUpperCase();
  if (isMethod(upper)) return upper;
  throw new TypeError(`The road takes no ${upper} requests. Use one of ${[...METHODS].join(', ')}.`);
}

/**
 * An SDK's headers with lower-case names, without those of the connection.
 * @throws TypeError for a header that cannot be written (line breaks, characters beyond Latin-1)
 */
export function toHeaders(entries: Iterable<[name: string, value: string]>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of entries) {
    const lower = name.toLowerCase();
    if (OF_THE_CONNECTION.has(lower)) continue;
    validateHeaderName(lower);
    validateHeaderValue(lower, value);
    headers[lower] = value;
  }
  return headers;
}

function isMethod(method: string): method is HttpMethod {
  return METHODS.has(method);
}
