import { z } from 'zod';
import { defineConfig, type ConfigSection } from '../platform/config/config-section.js';
import { baseUrl, seconds, wholeNumber } from '../platform/config/values.js';

/** What an operator may change about a road by `<PROVIDER>_…` variables. */
export interface RoadSettings {
  /** `_API_BASE_URL`, without a slash at its end. */
  readonly baseUrl: string;
  /** `_TIMEOUT`: the deadline of an operation that names none, in ms. */
  readonly timeoutMs: number;
  /** `_MAX_RETRIES`: how often a call is sent again after the first try. */
  readonly maxRetries: number;
  /** `_RETRY_DELAY`: the base of the growing wait between attempts, in ms. */
  readonly retryDelayMs: number;
  /** `_RATE_LIMIT`: calls a minute for each account, over all replicas; `undefined` without a limit. */
  readonly rateLimitPerMinute: number | undefined;
  /** `_MAX_CONCURRENT`: calls in flight at once from one process. */
  readonly maxConcurrent: number;
}

/** The values of variables that are not set. */
export interface RoadDefaults {
  /** @default 30 */
  timeoutSeconds?: number;
  /** @default 3 */
  maxRetries?: number;
  /** @default 1 */
  retryDelaySeconds?: number;
  /** @default no limit */
  rateLimitPerMinute?: number;
  /** @default 50 */
  maxConcurrent?: number;
}

/** How the variables end that every road has, besides that of its base URL. */
const KNOBS = ['TIMEOUT', 'MAX_RETRIES', 'RETRY_DELAY', 'RATE_LIMIT', 'MAX_CONCURRENT'] as const;

/** The variables of a provider's road, checked at start like all others. */
export function roadConfig(
  provider: string,
  defaultBaseUrl: string,
  defaults: RoadDefaults = {},
  prefix = provider.replaceAll('-', '_').toUpperCase(),
): ConfigSection<RoadSettings> {
  // EXTERNAL_API_BASE_URL, but STRIPE_API_BASE_URL.
  const baseUrlVariable = prefix.endsWith('_API') ? `${prefix}_BASE_URL` : `${prefix}_API_BASE_URL`;
  const variables = [baseUrlVariable, ...KNOBS.map((knob) => `${prefix}_${knob}`)];
  const schema = z.record(z.string(), z.string().optional()).transform((environment, context) => {
    const read = <T>(variable: string, type: z.ZodType<T>): T => {
      const result = type.safeParse(environment[variable]);
      if (result.success) return result.data;
      const [issue] = result.error.issues;
      context.addIssue({ code: 'custom', path: [variable], message: issue?.message ?? 'is not valid' });
      return z.NEVER;
    };
    return {
      baseUrl: read(baseUrlVariable, baseUrl().default(defaultBaseUrl)),
      timeoutMs: read(`${prefix}_TIMEOUT`, seconds(defaults.timeoutSeconds ?? 30)),
      maxRetries: read(
        `${prefix}_MAX_RETRIES`,
        wholeNumber({ min: 0, max: 10 }).default(defaults.maxRetries ?? 3),
      ),
      retryDelayMs: read(`${prefix}_RETRY_DELAY`, seconds(defaults.retryDelaySeconds ?? 1)),
      rateLimitPerMinute:
        read(`${prefix}_RATE_LIMIT`, wholeNumber({ min: 1, max: 100_000_000 }).optional()) ??
        defaults.rateLimitPerMinute,
      maxConcurrent: read(
        `${prefix}_MAX_CONCURRENT`,
        wholeNumber({ min: 1, max: 10_000 }).default(defaults.maxConcurrent ?? 50),
      ),
    };
  });
  return defineConfig(`${provider} road`, schema, variables);
}
