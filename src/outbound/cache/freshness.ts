import CachePolicy from 'http-cache-semantics';
import type { CacheRule, HttpRequest, OutboundResponse } from '../outbound-call.js';

/** How long an answer may be used, in ms from now. */
export interface Freshness {
  /** Without asking the provider; 0 when it wants to be asked each time. */
  readonly freshMs: number;
  /** After that, while the provider fails. */
  readonly staleMs: number;
}

/**
 * How long an answer may be used: as our rule says, shortened by what the provider says (RFC 9111, 5.2.2); `undefined`
 * when it may not be kept. Only a 200 is kept: a 404 is what a caller gets who waits for an object to appear, a 206 is a
 * part, and what lies behind a redirect is another URL.
 */
export function freshnessOf(
  request: HttpRequest,
  response: OutboundResponse,
  rule: CacheRule,
): Freshness | undefined {
  // Directives are case-insensitive (RFC 9111, 5.2); http-cache-semantics knows them in lower case only.
  const cacheControl = response.headers['cache-control']?.toLowerCase();
  const headers: Record<string, string> = { ...response.headers };
  if (cacheControl !== undefined) headers['cache-control'] = cacheControl;
  const policy = new CachePolicy(
    // A POST comes here only if it asks, which HTTP's own rules cannot know (RFC 9111, 3).
    { method: 'GET', url: request.url.href, headers: request.headers },
    { status: response.status, headers },
    { shared: false, cacheHeuristic: 0, immutableMinTimeToLive: 0 },
  );
  if (response.status !== 200 || !policy.storable() || response.headers['vary']?.includes('*'))
    return undefined;
  const mayBeStale = !/\b(?:must-revalidate|no-cache)\b/.test(cacheControl ?? '');
  return {
    freshMs: saysHowLong(headers) ? Math.min(rule.ttlMs, statedMs(policy)) : rule.ttlMs,
    staleMs: mayBeStale ? (rule.staleIfErrorMs ?? 0) : 0,
  };
}

/** The answer's own lifetime, less the time that it has spent in caches on its way. */
function statedMs(policy: CachePolicy): number {
  // Whole seconds, as `Age` has them: the rest is what this very computation took.
  return Math.max(0, policy.maxAge() - Math.floor(policy.age())) * 1000;
}

function saysHowLong({ expires, pragma, ...headers }: Readonly<Record<string, string>>): boolean {
  const stated = /\b(?:max-age|no-cache)\b/;
  return expires !== undefined || stated.test(headers['cache-control'] ?? '') || stated.test(pragma ?? '');
}
