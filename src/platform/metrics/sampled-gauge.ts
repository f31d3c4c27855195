import { Gauge } from 'prom-client';
import type { Logger } from '../logging/logger.js';
import type { MetricsService } from './metrics.service.js';

/** How long numbers are good for, in ms: however often somebody asks, they are read this often at most. */
const FRESH_MS = 5_000;

/** One number of a gauge, under its labels. */
interface Sample<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

/** What is read from elsewhere, most often from the database, when somebody asks for the metrics. */
export interface SampledGauge<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly Label[];
  /** All its samples as they stand. Its cost must not grow with the tables. */
  read(): Promise<readonly Sample<Label>[]>;
}

/**
 * Registers a gauge that is read at a scrape. When it cannot be read it says so: without labels by NaN, with labels by their
 * absence, since an old number would be a lie. All other metrics are shown even so: they are wanted all the more then.
 */
export function sampledGauge<Label extends string = never>(
  { registry }: MetricsService,
  logger: Logger,
  { name, help, labelNames = [], read }: SampledGauge<Label>,
): void {
  let readAtMs = Number.NEGATIVE_INFINITY;
  const gauge: Gauge<Label> = new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect: async () => {
      if (performance.now() - readAtMs < FRESH_MS) return;
      try {
        const samples = await read();
        gauge.reset();
        for (const { labels, value } of samples) gauge.set(labels, value);
        readAtMs = performance.now();
      } catch (error) {
        gauge.reset();
        if (labelNames.length === 0) gauge.set(Number.NaN);
        logger.warn({ event: 'metric_not_read', metric: name, err: error });
      }
    },
  });
}

/** The samples of a gauge without labels. */
export function alone(value: number): Sample<never>[] {
  return [{ labels: {}, value }];
}
