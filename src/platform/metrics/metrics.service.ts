import { Injectable } from '@nestjs/common';
import { Registry, collectDefaultMetrics } from 'prom-client';

/**
 * The metrics of one application, Node's own among them. Each application has a registry to itself, since several may
 * run in one process.
 */
@Injectable()
export class MetricsService {
  /** Where every part of the house registers its metrics. */
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
