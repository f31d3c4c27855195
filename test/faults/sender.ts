import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';

export interface SenderOptions {
  /** How many events to make, or their bodies, in the order in which they are sent at first. */
  events: number | readonly string[];
  connections: number;
  /** How many of a hundred deliveries are sent a second time although they were answered. @default 10 */
  duplicatesPercent?: number;
  /** How long an unanswered or refused event is sent again, in ms. @default 60 000 */
  persistMs?: number;
  /** How long a connection rests at most before it sends the next, in ms. @default 0 */
  restMs?: number;
  /** Told of each answer, for a history. @default nobody */
  note?: (delivery: { id: string; status: number }) => void;
}

/** What a sender knows at the end: every event has an id of its own, so that nothing can hide in a count. */
export interface Sent {
  /** Answered 2xx at least once. */
  acknowledged: Set<string>;
  /** Sent, but never answered 2xx. */
  unacknowledged: Set<string>;
  /** Answers by status; 0 is a connection that broke. */
  statuses: Map<number, number>;
}

/** With times, which tell what has to come before what. */
export interface TimedSent extends Sent {
  /** When each event was first sent, in `performance.now()` ms. */
  firstSentMs: Map<string, number>;
  /** When each event was first answered 2xx. */
  acknowledgedMs: Map<string, number>;
}

/** Delivers signed events as Stripe does: what is not answered 2xx is sent again, some are sent twice for no reason. */
export class Sender {
  readonly sent: TimedSent = {
    acknowledged: new Set(),
    unacknowledged: new Set(),
    statuses: new Map(),
    firstSentMs: new Map(),
    acknowledgedMs: new Map(),
  };
  private readonly queue: { id: string; body: string }[] = [];
  private readonly agent: Agent;
  private readonly deadline: number;

  constructor(
    private readonly url: string,
    private readonly options: SenderOptions,
  ) {
    this.agent = new Agent({ connections: options.connections, pipelining: 1, headersTimeout: 10_000 });
    this.deadline = Date.now() + (options.persistMs ?? 60_000);
    const { events } = options;
    for (const body of typeof events === 'number'
      ? Array.from({ length: events }, () => stripeEvent())
      : events) {
      const { id } = JSON.parse(body) as { id: string };
      this.queue.push({ id, body });
      this.sent.unacknowledged.add(id);
    }
  }

  /** Also sends what another sender has to send: the same event on two connections at once. */
  copyFrom(other: Sender): void {
    this.queue.push(...other.queue);
  }

  /** Resolves when every event has been answered 2xx, or the time for trying is over. */
  async run(): Promise<TimedSent> {
    await Promise.all(Array.from({ length: this.options.connections }, () => this.connection()));
    await this.agent.destroy();
    return this.sent;
  }

  private async connection(): Promise<void> {
    for (let event = this.queue.shift(); event && Date.now() < this.deadline; event = this.queue.shift()) {
      const { restMs } = this.options;
      if (restMs) await sleep(Math.random() * restMs);
      const { firstSentMs, acknowledgedMs } = this.sent;
      if (!firstSentMs.has(event.id)) firstSentMs.set(event.id, performance.now());
      const status = await this.deliver(event.body);
      this.options.note?.({ id: event.id, status });
      this.sent.statuses.set(status, (this.sent.statuses.get(status) ?? 0) + 1);
      if (status >= 200 && status < 300) {
        const again =
          Math.random() * 100 < (this.options.duplicatesPercent ?? 10) &&
          !this.sent.acknowledged.has(event.id);
        if (!acknowledgedMs.has(event.id)) acknowledgedMs.set(event.id, performance.now());
        this.sent.acknowledged.add(event.id);
        this.sent.unacknowledged.delete(event.id);
        if (again) this.queue.push(event);
      } else {
        this.queue.push(event);
        await sleep(50); // the receiver is away; do not spin
      }
    }
  }

  private async deliver(body: string): Promise<number> {
    try {
      const { statusCode, body: answer } = await request(`${this.url}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': stripeSignature(body) },
        body,
        dispatcher: this.agent,
      });
      await answer.dump();
      return statusCode;
    } catch {
      return 0; // refused, reset or timed out: for the sender all the same
    }
  }
}
