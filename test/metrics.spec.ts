import { afterEach, describe, expect, it } from 'vitest';
import { NotConfiguredError } from '../src/contracts/errors.js';
import { Deadline } from '../src/outbound/deadline.js';
import { MetricsInterceptor } from '../src/outbound/interceptors/metrics.interceptor.js';
import { OutboundMetrics, type ObservedCircuit } from '../src/outbound/metrics/outbound-metrics.js';
import type { OutboundCall } from '../src/outbound/outbound-call.js';
import { compose, type CallHandler } from '../src/outbound/outbound-interceptor.js';
import { TransportFailure } from '../src/outbound/transport/transport-failure.js';
import { Transport } from '../src/outbound/transport/transport.js';
import { MetricsService } from '../src/platform/metrics/metrics.service.js';
import { faults, startFaultServer } from './support/fault-server.js';
import { request, startTestHookline } from './support/hookline.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function call(wish: Partial<OutboundCall> = {}): OutboundCall {
  const deadline = new Deadline(5_000);
  cleanups.push(() => deadline.clear());
  return {
    provider: 'acme',
    operation: 'things.get',
    endpoint: '/v1/things/:id',
    method: 'GET',
    url: new URL('http://127.0.0.1/v1/things/1'),
    headers: {},
    priority: 'interactive',
    safety: { by: 'none' },
    deadline,
    progress: { attempts: 1 },
    ...wish,
  };
}

/** The metrics alone, of no application. */
function openMetrics() {
  const service = new MetricsService();
  const metrics = new OutboundMetrics(service);
  const attempt = (answer: CallHandler) => compose([new MetricsInterceptor(metrics)], answer);
  return { metrics, attempt, text: () => service.registry.metrics() };
}

describe('GET /metrics', () => {
  it('tells of every attempt of a real call, to anybody who asks, afresh each time', async () => {
    const hookline = await startTestHookline();
    cleanups.push(() => hookline.close());
    const answers = [faults.ok(), faults.tooMany(1), faults.status(401), faults.resetBefore()];
    const provider = await startFaultServer({
      answer: (_request, attempt) => answers[attempt - 1] ?? faults.ok(),
    });
    cleanups.push(() => provider.close());
    const transport = new Transport();
    cleanups.push(() => transport.close());
    const metrics = hookline.app.get(OutboundMetrics, { strict: false });
    const send = compose([new MetricsInterceptor(metrics)], transport.send);
    for (const _ of answers) {
      await send(call({ url: new URL(`${provider.url}/v1/things/1`) })).catch(() => undefined);
    }

    const { status, headers, body } = await request(`${hookline.url}/metrics`, 'GET');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    const labels = 'provider="acme",method="GET",endpoint="/v1/things/:id"';
    for (const outcome of ['200', '429', '401', 'no_answer']) {
      expect(body).toContain(`third_party_requests_total{${labels},status="${outcome}"} 1`);
    }
    expect(body).toContain(`third_party_request_duration_seconds_count{${labels}} 4`);
    expect(body).toContain('third_party_timeouts_total{provider="acme"} 0');
    expect(body).toContain('process_cpu_user_seconds_total');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
  });

  it('belongs to one application: two in one process do not meet', async () => {
    const [one, other] = [openMetrics(), openMetrics()];
    one.metrics.retried('acme');
    expect(await one.text()).toContain('third_party_retries_total{provider="acme"} 1');
    expect(await other.text()).not.toContain('acme');
  });
});

describe('The metrics of the road out', () => {
  it('have the promised names', async () => {
    const { metrics, attempt, text } = openMetrics();
    metrics.retried('acme');
    metrics.timedOut('acme');
    metrics.rateLimited('acme');
    metrics.waitedForRateLimit('acme', 0.2);
    metrics.circuitChanged({ provider: 'acme', from: 'closed', to: 'open' });
    metrics.authFailed('acme');
    metrics.overloaded('acme');
    metrics.retryBudgetExhausted('acme');
    metrics.cacheAsked('acme', 'miss');
    await attempt(() => Promise.resolve({ status: 200, headers: {}, body: Buffer.of() }))(call());
    for (const line of [
      'third_party_requests_total{provider="acme",method="GET",endpoint="/v1/things/:id",status="200"} 1',
      'third_party_request_duration_seconds_count{provider="acme",method="GET",endpoint="/v1/things/:id"} 1',
      'third_party_retries_total{provider="acme"} 1',
      'third_party_timeouts_total{provider="acme"} 1',
      'third_party_rate_limited_total{provider="acme"} 1',
      'third_party_rate_limit_wait_seconds_sum{provider="acme"} 0.2',
      'third_party_circuit_transitions_total{provider="acme",from="closed",to="open"} 1',
      'third_party_auth_failures_total{provider="acme"} 1',
      'third_party_overloaded_total{provider="acme"} 1',
      'third_party_retry_budget_exhausted_total{provider="acme"} 1',
      'third_party_cache_total{provider="acme",result="miss"} 1',
    ]) {
      expect(await text()).toContain(`${line}\n`);
    }
  });

  it.each(['connect_timeout', 'headers_timeout', 'body_timeout', 'deadline'] as const)(
    'count an attempt that ended by %s as a timeout',
    async (reason) => {
      const { attempt, text } = openMetrics();
      const failing = attempt(() =>
        Promise.reject(new TransportFailure('no_answer', new Error('late'), reason)),
      );
      await expect(failing(call())).rejects.toThrow('late');
      expect(await text()).toContain('third_party_timeouts_total{provider="acme"} 1');
    },
  );

  it('count no timeout where the connection broke, and no attempt where none left', async () => {
    const { attempt, text } = openMetrics();
    const reset = new TransportFailure('no_answer', new Error('broken'), 'reset');
    await attempt(() => Promise.reject(reset))(call()).catch(() => undefined);
    const refused = new NotConfiguredError('no key', { provider: 'acme', operation: 'things.get' });
    await attempt(() => Promise.reject(refused))(call()).catch(() => undefined);
    expect(await text()).toContain('third_party_timeouts_total{provider="acme"} 0');
    expect((await text()).match(/third_party_requests_total\{.*\} 1/g)).toHaveLength(1);
  });

  it('stay bounded with a thousand distinct endpoints of one provider', async () => {
    const { metrics, text } = openMetrics();
    for (let id = 0; id < 1_000; id += 1) {
      metrics.attemptEnded(call({ endpoint: `/v1/things/${id}` }), 200, 0.01);
    }
    metrics.attemptEnded(call({ provider: 'other', endpoint: '/v1/things/:id' }), 200, 0.01);
    const series = (await text()).match(/third_party_requests_total\{.*/g) ?? [];
    expect(series).toHaveLength(202);
    expect(series).toContain(
      'third_party_requests_total{provider="acme",method="GET",endpoint="(other)",status="200"} 800',
    );
  });

  it('show circuits as they stand when they are asked for', async () => {
    const { metrics, text } = openMetrics();
    const circuits: ObservedCircuit[] = [
      { provider: 'acme', state: 'open' },
      { provider: 'other', state: 'half_open' },
    ];
    metrics.observeCircuits(() => circuits);
    expect(await text()).toContain('third_party_circuit_state{provider="acme"} 2');
    expect(await text()).toContain('third_party_circuit_state{provider="other"} 1');
    circuits.splice(0, 2, { provider: 'acme', state: 'closed' });
    expect(await text()).toContain('third_party_circuit_state{provider="acme"} 0');
    expect(await text()).not.toContain('provider="other"');
  });

  it('show whether Redis answers', async () => {
    const { metrics, text } = openMetrics();
    let up = true;
    metrics.observeRedis(() => up);
    expect(await text()).toContain('redis_up 1');
    up = false;
    expect(await text()).toContain('redis_up 0');
  });
});
