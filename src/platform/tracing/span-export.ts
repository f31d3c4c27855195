import type { Attributes } from '@opentelemetry/api';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from '../logging/logger.js';
import type { SecretRedaction } from '../logging/secret-redaction.js';

/** Between two warnings that the collector is away, in ms. */
const WARN_EVERY_MS = 300_000;

/**
 * What stands before the exporter: takes secrets out of whatever leaves, whoever has put it in, and says now and then that
 * the collector is away.
 */
export class SpanExport implements SpanExporter {
  private warnedAtMs = Number.NEGATIVE_INFINITY;
  private lost = 0;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly redaction: SecretRedaction,
    private readonly logger: Logger,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    for (const span of spans) this.redact(span);
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.FAILED) this.warn(spans.length, result.error);
      done(result);
    });
  }

  async shutdown(): Promise<void> {
    await this.exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  private redact({ attributes, events, status }: ReadableSpan): void {
    this.redactAll(attributes);
    for (const event of events) this.redactAll(event.attributes ?? {});
    if (status.message !== undefined) status.message = this.redaction.redact(status.message);
  }

  private redactAll(attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === 'string') attributes[name] = this.redaction.redact(value);
    }
  }

  private warn(spans: number, error: Error | undefined): void {
    this.lost += spans;
    const nowMs = performance.now();
    if (nowMs - this.warnedAtMs < WARN_EVERY_MS) return;
    this.warnedAtMs = nowMs;
    this.logger.warn(
      { event: 'traces_lost', spans: this.lost, err: error },
      'The collector at OTEL_EXPORTER_OTLP_ENDPOINT does not take traces. Nothing else is affected',
    );
    this.lost = 0;
  }
}
