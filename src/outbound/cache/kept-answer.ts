import { z } from 'zod';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { Freshness } from './freshness.js';

/** An answer as the cache keeps it. Nobody outside gets hold of its body: consumers get copies. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** In ms since 1970 (UTC), as replicas share it. */
  readonly freshUntilMs: number;
  /** Until then it may stand in for a provider that fails; in ms since 1970 (UTC). */
  readonly staleUntilMs: number;
}

const stored = z.object({
  status: z.number().int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  freshUntilMs: z.number(),
  staleUntilMs: z.number(),
});

/** They tell of a message's body, and a 304 has none (RFC 9111, 3.2). */
const ABOUT_THE_BODY = new Set(['content-encoding', 'content-length', 'content-range', 'transfer-encoding']);

/** A copy to keep, out of the reach of whoever holds the response. */
export function keptAnswer(
  { status, headers, body }: OutboundResponse,
  { freshMs, staleMs }: Freshness,
  nowMs: number,
): KeptAnswer {
  const freshUntilMs = nowMs + freshMs;
  return {
    status,
    headers: Object.freeze({ ...headers }),
    body: copy(body),
    freshUntilMs,
    staleUntilMs: freshUntilMs + staleMs,
  };
}

/** The answer for one consumer, who may do with it as they like. */
export function toResponse(kept: KeptAnswer, fromCache: OutboundResponse['fromCache']): OutboundResponse {
  const { status, headers, body } = kept;
  return { status, headers, body: copy(body), fromCache };
}

/** The same answer for another consumer. */
export function copyOf(response: OutboundResponse): OutboundResponse {
  return { ...response, body: copy(response.body) };
}

/** The call that only asks whether the answer has changed (RFC 9110, 13.1); `undefined` without a validator to ask by. */
export function conditional(call: OutboundCall, { headers }: KeptAnswer): OutboundCall | undefined {
  const { etag, 'last-modified': lastModified } = headers;
  if (etag === undefined && lastModified === undefined) return undefined;
  return {
    ...call,
    headers: {
      ...call.headers,
      ...(etag !== undefined && { 'if-none-match': etag }),
      ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
    },
  };
}

/** A kept answer with the headers of the 304 that confirmed it (RFC 9111, 3.2). */
export function confirmed(kept: KeptAnswer, notModified: OutboundResponse): OutboundResponse {
  const renewed = Object.entries(notModified.headers).filter(([name]) => !ABOUT_THE_BODY.has(name));
  const headers = { ...kept.headers, ...Object.fromEntries(renewed) };
  return { status: kept.status, headers, body: copy(kept.body), fromCache: 'revalidated' };
}

/** As text, for a store outside of this process. The body goes one character a byte, which leaves JSON readable. */
export function serialize(kept: KeptAnswer): string {
  return JSON.stringify({ ...kept, body: kept.body.toString('latin1') });
}

/** @throws ZodError, SyntaxError when it is no kept answer */
export function deserialize(text: string): KeptAnswer {
  const { body, ...answer } = stored.parse(JSON.parse(text));
  return { ...answer, headers: Object.freeze(answer.headers), body: Buffer.from(body, 'latin1') };
}

/** Not `Buffer.from()`, which cuts a small copy out of a larger block and would keep all of that alive. */
function copy(body: Buffer): Buffer {
  const copied = Buffer.allocUnsafeSlow(body.length);
  body.copy(copied);
  return copied;
}
