import { z } from 'zod';
import { defineConfig } from '../config/config-section.js';

/** OpenTelemetry's own words for which traces are kept. */
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

const schema = z
  .object({
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url({ protocol: /^https?$/, error: 'must be the http:// or https:// address of an OTLP collector' })
      .optional(),
    OTEL_SERVICE_NAME: z.string().optional(),
    OTEL_TRACES_SAMPLER: z
      .enum(SAMPLERS, { error: `must be one of ${SAMPLERS.join(', ')}` })
      .default('parentbased_always_on'),
    OTEL_TRACES_SAMPLER_ARG: z.coerce
      .number({ error: 'must be a number from 0 to 1' })
      .min(0, { error: 'must be a number from 0 to 1' })
      .max(1, { error: 'must be a number from 0 to 1' })
      .default(1),
  })
  .transform((env) => ({
    /** Where traces go, without `/v1/traces`. Without it, there are none. */
    endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, ''),
    serviceName: env.OTEL_SERVICE_NAME,
    sampler: env.OTEL_TRACES_SAMPLER,
    /** Of the traces that begin here, how many are kept: 1 is all. */
    ratio: env.OTEL_TRACES_SAMPLER_ARG,
  }));

export type TracingConfig = z.output<typeof schema>;

/**
 * The variables of OpenTelemetry that decide about traces. Its others (`OTEL_EXPORTER_OTLP_HEADERS`,
 * `OTEL_RESOURCE_ATTRIBUTES`, …) the SDK reads from the process's environment by itself.
 */
export const tracingConfig = defineConfig('tracing', schema);
