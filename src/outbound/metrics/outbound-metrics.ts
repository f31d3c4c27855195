import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { CircuitState } from '../../platform/database/generated/enums.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { TransportFault } from '../transport/transport-failure.js';
import { EndpointLabels } from './endpoint-labels.js';

/** Bounds in seconds, from a local cache to the longest deadline that people set. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const WAIT_BUCKETS = [0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60];

const STATE_VALUES: Readonly<Record<CircuitState, number>> = { closed: 0, half_open: 1, open: 2 };

/** What an operation that may be cached came to: an answer's origin, or `miss` when the provider was asked. */
export type CacheResult = NonNullable<OutboundResponse['fromCache']> | 'miss';

/** A provider's circuits as they stand. */
export interface ObservedCircuit {
  readonly provider: string;
  readonly state: CircuitState;
}

export interface CircuitTransition {
  readonly provider: string;
  readonly from: CircuitState;
  readonly to: CircuitState;
}

/** What happens on the road out, as Prometheus counts it. Methods are named for what happened. */
@Injectable()
export class OutboundMetrics {
  private readonly endpoints = new Map<string, EndpointLabels>();
  private readonly requests: Counter;
  private readonly durations: Histogram;
  private readonly retries: Counter;
  private readonly timeouts: Counter;
  private readonly rateLimits: Counter;
  private readonly rateLimitWaits: Histogram;
  private readonly transitions: Counter;
  private readonly authFailures: Counter;
  private readonly overloads: Counter;
  private readonly exhaustedBudgets: Counter;
  private readonly cacheAnswers: Counter;

  constructor(private readonly metrics: MetricsService) {
    this.requests = this.counter('requests_total', 'Attempts to call a provider, by HTTP status or failure', [
      'method',
      'endpoint',
      'status',
    ]);
    this.durations = this.histogram(
      'request_duration_seconds',
      'How long an attempt took',
      DURATION_BUCKETS,
      ['method', 'endpoint'],
    );
    this.retries = this.counter('retries_total', 'Attempts after the first of a call');
    this.timeouts = this.counter('timeouts_total', 'Attempts that ended because their time was up');
    this.rateLimits = this.counter(
      'rate_limited_total',
      'Attempts that the provider refused because there were too many',
    );
    this.rateLimitWaits = this.histogram(
      'rate_limit_wait_seconds',
      'How long calls waited for their turn',
      WAIT_BUCKETS,
    );
    this.transitions = this.counter('circuit_transitions_total', 'Changes of circuits', ['from', 'to']);
    this.authFailures = this.counter(
      'auth_failures_total',
      'Calls for which the provider refused our credentials, or gave out none',
    );
    this.overloads = this.counter(
      'overloaded_total',
      'Calls refused since too many were in flight or waiting',
    );
    this.exhaustedBudgets = this.counter(
      'retry_budget_exhausted_total',
      'Retries left out, to spare a provider',
    );
    this.cacheAnswers = this.counter(
      'cache_total',
      'Calls that may be cached, by where the answer came from',
      ['result'],
    );
  }

  /** One attempt is over: with an HTTP status, or without an answer. */
  attemptEnded(
    { provider, method, endpoint }: Pick<OutboundCall, 'provider' | 'method' | 'endpoint'>,
    status: number | TransportFault,
    seconds: number,
  ): void {
    const label = this.endpointsOf(provider).labelOf(endpoint);
    this.requests.inc({ provider, method, endpoint: label, status });
    this.durations.observe({ provider, method, endpoint: label }, seconds);
  }

  retried(provider: string): void {
    this.retries.inc({ provider });
  }

  timedOut(provider: string): void {
    this.timeouts.inc({ provider });
  }

  rateLimited(provider: string): void {
    this.rateLimits.inc({ provider });
  }

  waitedForRateLimit(provider: string, seconds: number): void {
    this.rateLimitWaits.observe({ provider }, seconds);
  }

  circuitChanged({ provider, from, to }: CircuitTransition): void {
    this.transitions.inc({ provider, from, to });
  }

  authFailed(provider: string): void {
    this.authFailures.inc({ provider });
  }

  overloaded(provider: string): void {
    this.overloads.inc({ provider });
  }

  retryBudgetExhausted(provider: string): void {
    this.exhaustedBudgets.inc({ provider });
  }

  cacheAsked(provider: string, result: CacheResult): void {
    this.cacheAnswers.inc({ provider, result });
  }

  /** Tells where the state of each provider's circuits, the worst of them, is looked up at every scrape. */
  observeCircuits(circuits: () => Iterable<ObservedCircuit>): void {
    this.gauge('third_party_circuit_state', '0 closed, 1 half-open, 2 open', ['provider'], (gauge) => {
      gauge.reset();
      for (const { provider, state } of circuits()) gauge.set({ provider }, STATE_VALUES[state]);
    });
  }

  /** Tells where Redis is asked after at every scrape. To be called where `REDIS_URL` is set. */
  observeRedis(isUp: () => boolean): void {
    this.gauge('redis_up', '1 while Redis answers; without it, limits and caches are local', [], (gauge) =>
      gauge.set(isUp() ? 1 : 0),
    );
  }

  /** A provider's counters begin at 0 with its first attempt: `rate()` does not see what a counter begins with. */
  private endpointsOf(provider: string): EndpointLabels {
    const existing = this.endpoints.get(provider);
    if (existing) return existing;
    const endpoints = new EndpointLabels();
    this.endpoints.set(provider, endpoints);
    const { retries, timeouts, rateLimits, authFailures, overloads, exhaustedBudgets } = this;
    for (const counter of [retries, timeouts, rateLimits, authFailures, overloads, exhaustedBudgets]) {
      counter.inc({ provider }, 0);
    }
    return endpoints;
  }

  private counter(name: string, help: string, labels: readonly string[] = []): Counter {
    return new Counter({
      name: `third_party_${name}`,
      help,
      labelNames: ['provider', ...labels],
      registers: [this.metrics.registry],
    });
  }

  private histogram(
    name: string,
    help: string,
    buckets: number[],
    labels: readonly string[] = [],
  ): Histogram {
    return new Histogram({
      name: `third_party_${name}`,
      help,
      buckets,
      labelNames: ['provider', ...labels],
      registers: [this.metrics.registry],
    });
  }

  private gauge(name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void): void {
    const gauge: Gauge = new Gauge({ name, help, labelNames, registers: [], collect: () => read(gauge) });
    this.metrics.registry.registerMetric(gauge);
  }
}
