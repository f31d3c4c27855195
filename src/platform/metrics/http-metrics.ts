import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Counter, Histogram } from 'prom-client';
import { MetricsService } from './metrics.service.js';

/** Bounds in seconds, from an accepted webhook to the longest that a request may take. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * Every request that was answered: a product's own routes, too, where Hookline runs in its application. By route template,
 * of which there are a fixed number; what no route takes counts as `unknown`. In an application that is not on Fastify,
 * and on the command line, there is nothing to count.
 */
@Injectable()
export class HttpMetrics implements OnModuleInit {
  private readonly requests: Counter<'method' | 'route' | 'status'>;
  private readonly seconds: Histogram<'method' | 'route'>;

  constructor(
    { registry }: MetricsService,
    private readonly host: HttpAdapterHost,
  ) {
    this.requests = new Counter({
      name: 'http_requests_total',
      help: 'Requests that were answered, by route template and HTTP status',
      labelNames: ['method', 'route', 'status'],
      registers: [registry],
    });
    this.seconds = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'From the headers of a request to the end of its answer',
      labelNames: ['method', 'route'],
      buckets: BUCKETS,
      registers: [registry],
    });
  }

  onModuleInit(): void {
    const adapter: HttpAdapterHost['httpAdapter'] | undefined = this.host.httpAdapter;
    if (adapter?.getType() !== 'fastify') return;
    const fastify = adapter.getInstance<FastifyInstance>();
    fastify.addHook('onResponse', (request, reply, done) => {
      const { method } = request;
      const route = request.routeOptions.url ?? 'unknown';
      this.requests.inc({ method, route, status: reply.statusCode });
      this.seconds.observe({ method, route }, reply.elapsedTime / 1_000);
      done();
    });
  }
}
