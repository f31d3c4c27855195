import { Injectable } from '@nestjs/common';
import { Registry, collectDefaultMetrics } from 'prom-client';

let processMetrics: Registry | undefined;

/** Node's own metrics, of which a process has one set: what watches the garbage collector for them is never taken away. */
function metricsOfProcess(): Registry {
  if (!processMetrics) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}

/**
 * The metrics of one application, Node's own among them. Each application has a registry to itself, since several may
 * run in one process.
 */
@Injectable()
export class MetricsService {
  /** Where every part of the house registers its metrics. */
  readonly registry = new Registry();

  constructor() {
    const ofProcess = metricsOfProcess();
    for (const { name } of ofProcess.getMetricsAsArray()) {
      const metric = ofProcess.getSingleMetric(name);
      if (metric) this.registry.registerMetric(metric);
    }
  }
}
