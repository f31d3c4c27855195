import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';
import type { Sent } from './sender.js';

export interface SteadyOptions {
  /** Deliveries that become due each second, whether earlier ones were answered or not. */
  perSecond: number;
  seconds: number;
  /** Of the events. @default one that the counting service handles */
  type?: string;
}

/** What the senders know at the end, and how long they waited. */
export interface SteadyLoad extends Sent {
  /** Of all answers, in ms, from when each delivery was due. */
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** Many senders, each with one event that it sends once: an open loop, in which a slow answer holds back nobody. */
export async function deliverSteadily(url: string, options: SteadyOptions): Promise<SteadyLoad> {
  const { perSecond, seconds, type } = options;
  const agent = new Agent({ connections: 2_000, pipelining: 1, headersTimeout: 30_000 });
  const sent: Sent = { acknowledged: new Set(), unacknowledged: new Set(), statuses: new Map() };
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  const deliveries = Array.from({ length: Math.round(perSecond * seconds) }, async (_, index) => {
    const dueMs = startMs + (index * 1_000) / perSecond;
    await sleep(Math.max(0, dueMs - performance.now()));
    const body = stripeEvent(type);
    const { id } = JSON.parse(body) as { id: string };
    const status = await deliverOnce(url, body, agent);
    latenciesMs.push(performance.now() - dueMs);
    sent.statuses.set(status, (sent.statuses.get(status) ?? 0) + 1);
    (status === 200 ? sent.acknowledged : sent.unacknowledged).add(id);
  });
  await Promise.all(deliveries);
  await agent.destroy();
  return { ...sent, ...percentiles(latenciesMs) };
}

async function deliverOnce(url: string, body: string, dispatcher: Agent): Promise<number> {
  try {
    const answer = await request(`${url}/webhooks/stripe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': stripeSignature(body) },
      body,
      dispatcher,
    });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    return 0; // refused, reset or timed out: for the sender all the same
  }
}

/** Of latencies in any order. */
export function percentiles(latenciesMs: readonly number[]) {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const at = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
  return { p50Ms: at(50), p99Ms: at(99), maxMs: at(100) };
}
