import { z } from 'zod';
import type { CacheRule } from '../../outbound/outbound-call.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import type { Variable } from '../variable.js';

/** A cache rule whose time is the operator's. */
export interface VariableCacheRule extends Omit<CacheRule, 'ttlMs'> {
  /** Holds how long an answer is fresh: {@link cacheSeconds}. */
  readonly ttl: Variable;
  /** When it is not set. */
  readonly defaultSeconds: number;
}

/**
 * The rule that holds: `undefined` when answers are not kept.
 * @param read what a variable is set to
 * @throws ConfigurationError when the variable is set to something else than seconds
 */
export function cacheRuleOf(
  rule: CacheRule | VariableCacheRule | undefined,
  read: (variable: Variable) => string | undefined,
): CacheRule | undefined {
  if (rule === undefined || 'ttlMs' in rule) return rule;
  const { ttl, defaultSeconds, ...others } = rule;
  const ttlMs = cacheSeconds(defaultSeconds).safeParse(read(ttl));
  if (!ttlMs.success) {
    throw new ConfigurationError(ttlMs.error.issues.map(({ message }) => `${ttl.variable}: ${message}`));
  }
  return ttlMs.data === 0 ? undefined : { ...others, ttlMs: ttlMs.data };
}

/** How long answers are kept, as a variable holds it: seconds up to a day, 0 for not at all. Milliseconds out. */
export function cacheSeconds(defaultSeconds: number) {
  return z
    .string()
    .default(String(defaultSeconds))
    .refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) <= 86_400, {
      error: 'must be seconds, at most 86400, such as 300; or 0 to keep nothing',
    })
    .transform((text) => Math.round(Number(text) * 1000));
}
