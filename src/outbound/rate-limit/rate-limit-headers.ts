import type { OutboundResponse } from '../outbound-call.js';
import { answeredAtMs, statedWaitMs } from '../retry/retry-after.js';
import type { RateLimitReading } from './rate-limit-reading.js';
import { namedItems } from './structured-list.js';

type Headers = OutboundResponse['headers'];
type Quota = Pick<RateLimitReading, 'limit' | 'remaining' | 'resetMs'>;

/** From this number on, an `X-RateLimit-Reset` is a date in Unix seconds (2001 and later), below it a wait. */
const UNIX_SECONDS = { from: 1_000_000_000, to: 10_000_000_000 };

/**
 * Reads what the headers and the status of an answer say of the provider's limit, in all customary forms. What is
 * malformed or negative counts as absent. A limit that only a body tells of is for the provider's own
 * {@link RoadPolicy.readRateLimit}.
 * @param nowMs our own time, in ms since 1970
 */
export function readRateLimitHeaders({ status, headers }: OutboundResponse, nowMs: number): RateLimitReading {
  const quota = readQuota(headers, nowMs);
  const statedMs = statedWaitMs(headers, nowMs);
  // GitHub and Salesforce refuse with 403; what tells such an answer from one about permissions is that it says why.
  const throttled = status === 429 || (status === 403 && (quota.remaining === 0 || statedMs !== undefined));
  // With calls left, it was not this window that ran out, and its end says nothing.
  const untilResetMs = quota.remaining ? undefined : quota.resetMs;
  return { ...quota, throttled, waitMs: throttled ? (statedMs ?? untilResetMs) : undefined };
}

const UNSAID: Quota = { limit: undefined, remaining: undefined, resetMs: undefined };

function readQuota(headers: Headers, nowMs: number): Quota {
  return (
    standardQuota(headers) ??
    olderStandardQuota(headers) ??
    hubspotQuota(headers) ??
    customaryQuota(headers, nowMs) ??
    salesforceQuota(headers) ??
    UNSAID
  );
}

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (structured fields, and 07's dictionary) */
function standardQuota(headers: Headers): Quota | undefined {
  const field = headers['ratelimit'];
  if (field === undefined) return undefined;
  const policies = namedItems(headers['ratelimit-policy'] ?? '') ?? [];
  const quotas = (namedItems(field) ?? []).flatMap(({ name, parameters }) => {
    const remaining = count(parameters.get('r'));
    if (remaining === undefined) return [];
    const policy = policies.find((candidate) => candidate.name === name);
    return { limit: count(policy?.parameters.get('q')), remaining, resetMs: seconds(parameters.get('t')) };
  });
  const [first, ...others] = quotas;
  if (!first) return dictionaryQuota(field);
  return others.reduce((tightest, quota) => (quota.remaining < tightest.remaining ? quota : tightest), first);
}

function dictionaryQuota(field: string): Quota | undefined {
  const entries = new Map<string | undefined, string | undefined>();
  for (const entry of field.split(',')) {
    const [, key, value] = /^\s*([a-z]+)=(\d+)\s*$/.exec(entry) ?? [];
    if (!key) return undefined;
    entries.set(key, value);
  }
  return {
    limit: count(entries.get('limit')),
    remaining: count(entries.get('remaining')),
    resetMs: seconds(entries.get('reset')),
  };
}

/** Drafts up to 06: three headers, the reset as seconds from now. */
function olderStandardQuota(headers: Headers): Quota | undefined {
  const limit = count(/^\s*(\d+)\s*(?:[,;]|$)/.exec(headers['ratelimit-limit'] ?? '')?.[1]);
  const remaining = count(headers['ratelimit-remaining']);
  if (limit === undefined && remaining === undefined) return undefined;
  return { limit, remaining, resetMs: seconds(headers['ratelimit-reset']) };
}

/**
 * A rolling window whose end is not told: one whole interval is the longest it can take. The day's limit counts once it
 * is used up; it ends at midnight of the account's own time zone, which is not told either.
 * @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
function hubspotQuota(headers: Headers): Quota | undefined {
  const remaining = count(headers['x-hubspot-ratelimit-remaining']);
  const ofDay = count(headers['x-hubspot-ratelimit-daily-remaining']);
  if (ofDay === 0) {
    return { limit: count(headers['x-hubspot-ratelimit-daily']), remaining: 0, resetMs: undefined };
  }
  if (remaining === undefined) return undefined;
  return {
    limit: count(headers['x-hubspot-ratelimit-max']),
    remaining,
    resetMs: count(headers['x-hubspot-ratelimit-interval-milliseconds']),
  };
}

/** GitHub, SendGrid and most others. The reset is a date at some and a wait at others; its size tells which. */
function customaryQuota(headers: Headers, nowMs: number): Quota | undefined {
  const limit = count(headers['x-ratelimit-limit']);
  const remaining = count(headers['x-ratelimit-remaining']);
  const reset = count(headers['x-ratelimit-reset']);
  if (limit === undefined && remaining === undefined) return undefined;
  return { limit, remaining, resetMs: reset === undefined ? undefined : untilMs(reset, headers, nowMs) };
}

function untilMs(reset: number, headers: Headers, nowMs: number): number | undefined {
  if (reset < UNIX_SECONDS.from) return reset * 1000;
  if (reset >= UNIX_SECONDS.to) return undefined;
  return Math.max(0, reset * 1000 - answeredAtMs(headers, nowMs));
}

/**
 * `api-usage=18/15000`, over a rolling day.
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_api_usage.htm
 */
function salesforceQuota(headers: Headers): Quota | undefined {
  const [, used, limit] = /(?:^|[\s,;])api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '') ?? [];
  if (used === undefined || limit === undefined) return undefined;
  const left = Math.max(0, Number(limit) - Number(used));
  return { limit: Number(limit), remaining: left, resetMs: undefined };
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
}

function seconds(text: string | undefined): number | undefined {
  const value = count(text);
  return value === undefined ? undefined : value * 1000;
}
