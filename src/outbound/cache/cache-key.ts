import { createHash } from 'node:crypto';
import { accountOf, type OutboundCall } from '../outbound-call.js';

/** Headers that say who asks and when, and nothing of what is asked for. */
const ABOUT_THE_CALL = new Set(['x-request-id', 'traceparent', 'tracestate', 'baggage']);

/**
 * The key of a call's answer: readable as far as the operation, then SHA-256 over all that the answer may depend on.
 * All headers but those of tracing count (RFC 9111, 4.1, could only name fewer), so that an answer made for one
 * credential, language or account is never given to another; and no secret can be read in it.
 *
 * @param generation of what the call reads; another one after each write
 */
export function cacheKey(call: OutboundCall, generation: string): string {
  const headers = Object.entries(call.headers)
    .filter(([name]) => !ABOUT_THE_CALL.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const parts = [
    call.provider,
    call.operation,
    accountOf(call),
    call.method,
    call.url.href,
    call.body === undefined ? null : createHash('sha256').update(call.body).digest('hex'),
    headers,
    generation,
  ];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${call.provider}:${call.operation}:${digest}`;
}
