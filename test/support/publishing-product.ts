import { randomUUID } from 'node:crypto';
import { eventually } from './eventually.js';
import type { TestHookline } from './hookline.js';

/** An endpoint as the API made it. */
export interface Subscription {
  readonly id: string;
  /** It alone has endpoints of this tenant, unless the test says otherwise. */
  readonly tenant: string;
  readonly secret: string;
}

/** One attempt, as the API shows it. */
interface ShownAttempt {
  readonly number: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly answer: string | null;
  readonly duration_ms: number;
}

/** A delivery, as the API shows it. */
export interface ShownDelivery {
  readonly id: string;
  readonly event_id: string;
  readonly status: 'pending' | 'delivered' | 'failed' | 'dead';
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly history: readonly ShownAttempt[];
}

/** Fewer at once than there are connections: on a machine that stands still, those who wait for one are told to come again. */
const PUBLISHERS = 10;

/** A product that publishes over Hookline's API and looks there what became of it. */
export class PublishingProduct {
  constructor(private readonly hookline: TestHookline) {}

  /** Makes an endpoint. @param settings as on the wire */
  async subscribe(url: string, settings: Readonly<Record<string, unknown>> = {}): Promise<Subscription> {
    const body = { tenant: randomUUID(), url, event_types: ['order.*'], ...settings };
    return this.call('POST', '/v1/endpoints', body);
  }

  /** @param event as on the wire. @default an `order.paid`. @returns its id */
  async publish(
    tenant: string,
    event: Readonly<Record<string, unknown>> = {},
    headers?: Record<string, string>,
  ): Promise<string> {
    const body = { type: 'order.paid', tenant, data: { order: 42 }, ...event };
    return (await this.call('POST', '/v1/events', body, headers)).id;
  }

  /** Publishes many, ten at a time. @param count a multiple of ten @returns their ids */
  async publishMany(tenant: string, count: number): Promise<string[]> {
    const ids: string[] = [];
    const publisher = async () => {
      for (let left = count / PUBLISHERS; left > 0; left -= 1) ids.push(await this.publish(tenant));
    };
    await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
    return ids;
  }

  /** Where an event is on its way to the one endpoint that it goes to. */
  async deliveryOf(eventId: string): Promise<ShownDelivery> {
    const { data } = await this.call('GET', `/v1/deliveries?event_id=${eventId}`);
    return this.call('GET', `/v1/deliveries/${data[0].id}`);
  }

  /** The same, once it is delivered or dead. */
  done(eventId: string): Promise<ShownDelivery> {
    return eventually('the delivery is done', async () => {
      const delivery = await this.deliveryOf(eventId);
      return delivery.next_attempt_at === null ? delivery : undefined;
    });
  }

  /** Each of them, once it is. It looks at one after the other: to look at a hundred at once is a load of its own. */
  async allDone(eventIds: readonly string[]): Promise<ShownDelivery[]> {
    const done: ShownDelivery[] = [];
    for (const id of eventIds) done.push(await this.done(id));
    return done;
  }

  /** The one ping that an endpoint was sent so far, once it is delivered or dead. */
  async pingDone({ id }: Subscription): Promise<ShownDelivery> {
    const { data } = await this.call('GET', `/v1/deliveries?endpoint_id=${id}&type=hookline.ping`);
    return this.done(data[0].event_id);
  }

  /** Calls the API. @throws Error when it refuses */
  async call(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
    const answer = await this.hookline.api(method, path, body, headers);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
