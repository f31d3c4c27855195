import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';
import type { Sent } from './sender.js';

export interface OpenLoopOptions {
  url: string;
  /** Key of the API that may publish events. */
  apiKey: string;
  perSecond: number;
}

/** What came of a load in which nothing is sent twice. */
export interface OpenLoopLoad extends Sent {
  /** Events that were published by a call of the API. */
  published: number;
  /** What each request that was not answered 2xx ended with: a status, or what became of its connection. */
  failures: string[];
}

/** A machine that is busy with other tests is given no more than this to do at once; otherwise it would never come to an end. */
const MOST_AT_ONCE = 32;

/** One of so many requests is a call of the API; the others are webhooks. */
const API_EVERY = 10;

/**
 * Sends until it is stopped, each request when it is due, whether earlier ones were answered or not, and each on a connection of its
 * own: so that a balancer decides about every single one.
 */
export class OpenLoop {
  private readonly load: OpenLoopLoad = {
    acknowledged: new Set(),
    unacknowledged: new Set(),
    statuses: new Map(),
    published: 0,
    failures: [],
  };
  private readonly startMs = performance.now();
  private readonly pending = new Set<Promise<void>>();
  private readonly pacing: Promise<void>;
  private stopped = false;

  constructor(private readonly options: OpenLoopOptions) {
    this.pacing = this.pace();
  }

  /** Resolves when what was sent is answered. */
  async stop(): Promise<OpenLoopLoad> {
    this.stopped = true;
    await this.pacing;
    await Promise.all(this.pending);
    return this.load;
  }

  private async pace(): Promise<void> {
    for (let index = 0; !this.stopped; index += 1) {
      await sleep(Math.max(0, this.startMs + (index * 1_000) / this.options.perSecond - performance.now()));
      if (this.pending.size >= MOST_AT_ONCE) await Promise.race(this.pending);
      const sending: Promise<void> = (index % API_EVERY === 0 ? this.publish() : this.deliver()).finally(() =>
        this.pending.delete(sending),
      );
      this.pending.add(sending);
    }
  }

  private async publish(): Promise<void> {
    const body = JSON.stringify({ type: 'order.paid', tenant: 'acme', data: {} });
    const headers = { authorization: `Bearer ${this.options.apiKey}`, 'idempotency-key': randomUUID() };
    if (await this.send('/v1/events', headers, body)) this.load.published += 1;
  }

  private async deliver(): Promise<void> {
    const body = stripeEvent();
    const { id } = JSON.parse(body) as { id: string };
    const stored = await this.send('/webhooks/stripe', { 'stripe-signature': stripeSignature(body) }, body);
    (stored ? this.load.acknowledged : this.load.unacknowledged).add(id);
  }

  private async send(path: string, headers: Record<string, string>, body: string): Promise<boolean> {
    const { statuses, failures } = this.load;
    const fail = (what: string) => {
      failures.push(`${path} at ${Math.round(performance.now() - this.startMs)} ms: ${what}`);
      return false;
    };
    try {
      const answer = await request(`${this.options.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        reset: true,
      });
      const text = await answer.body.text();
      statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
      return answer.statusCode >= 200 && answer.statusCode < 300
        ? true
        : fail(`${answer.statusCode} ${text}`);
    } catch (error) {
      return fail(String(error));
    }
  }
}
