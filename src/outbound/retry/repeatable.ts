import { isIdempotent, type OutboundCall } from '../outbound-call.js';

/**
 * Whether a call may be sent again although nobody knows what became of it: by HTTP's own rules (RFC 9110, 9.2.2), or
 * because the provider makes one of two. A `clientReference` only helps to find the object; it stops no second one.
 */
export function isRepeatable(call: Pick<OutboundCall, 'method' | 'safety'>): boolean {
  return isIdempotent(call) || call.safety.by === 'header' || call.safety.by === 'upsert';
}
