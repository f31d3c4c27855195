import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
  type Resource,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { Logger } from '../logging/logger.js';
import type { SecretRedaction } from '../logging/secret-redaction.js';
import { within } from '../within.js';
import { SpanExport } from './span-export.js';
import type { TracingConfig } from './tracing.config.js';

/** Spans that wait for the collector; what comes beyond is dropped, so that one that is away costs a few MB. */
const MAX_WAITING_SPANS = 4_096;

/** How long the collector may take for a batch, in ms. Nobody waits for it but the batches behind. */
const EXPORT_MS = 10_000;

/** How long the last spans may take at a shutdown, in ms. */
const FLUSH_MS = 2_000;

/**
 * Registers OpenTelemetry's SDK for the whole process, so that the spans of a product's own handlers join Hookline's. The
 * one file that loads it.
 * @param endpoint without `/v1/traces`
 * @returns what stops it again, within two seconds; `undefined` where the product has registered an SDK of its own
 */
export function registerSdk(
  endpoint: string,
  config: TracingConfig,
  redaction: SecretRedaction,
  logger: Logger,
): (() => Promise<void>) | undefined {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: EXPORT_MS });
  const processor = new BatchSpanProcessor({
    exporter: new SpanExport(exporter, redaction, logger),
    maxQueueSize: MAX_WAITING_SPANS,
    scheduledDelayMillis: 1_000,
    exportTimeoutMillis: EXPORT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceOf(config),
    sampler: samplerOf(config),
    spanProcessors: [processor],
  });
  if (!trace.setGlobalTracerProvider(provider)) return undefined;
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return async () => {
    try {
      await within(FLUSH_MS, provider.shutdown());
    } catch (error) {
      logger.warn({ event: 'traces_lost', err: error }, 'The last traces did not reach the collector');
    } finally {
      trace.disable();
      context.disable();
    }
  };
}

/** Who traces: `hookline`, unless OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES say otherwise. */
function resourceOf({ serviceName }: TracingConfig): Resource {
  return defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'hookline' }))
    .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] }))
    .merge(resourceFromAttributes(serviceName === undefined ? {} : { 'service.name': serviceName }));
}

function samplerOf({ sampler, ratio }: TracingConfig): Sampler {
  const ofRoots = () => {
    if (sampler.endsWith('always_on')) return new AlwaysOnSampler();
    return sampler.endsWith('always_off') ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio);
  };
  return sampler.startsWith('parentbased') ? new ParentBasedSampler({ root: ofRoots() }) : ofRoots();
}
