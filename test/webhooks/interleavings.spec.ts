import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import fc from 'fast-check';
import { Pool } from 'pg';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

/** Whatever the interleaving of deliveries, repeats, failures and replays: the state at the end is the same. */

/** What is to happen to one event. */
interface PlannedEvent {
  /** Which of the plan's things it is about. */
  key: number;
  /** How often each of its handlers fails before it succeeds; from the third time on only after a replay. */
  failures: { ordered: number; plain: number; newest: number };
}

interface Plan {
  /** In the order in which they happened at the provider. */
  events: PlannedEvent[];
  /** Indices of events: what is in one round is delivered at the same time, each round after the one before. */
  rounds: number[][];
  /** Indices of events that are replayed in the end, whatever became of them. */
  replays: number[];
}

const plannedEvent = fc.record({
  key: fc.nat({ max: 1 }),
  failures: fc.record({
    ordered: fc.nat({ max: 2 }), // never dead: whoever is replayed goes to the end of what was done
    plain: fc.nat({ max: 4 }),
    newest: fc.nat({ max: 4 }),
  }),
});

const plan: fc.Arbitrary<Plan> = fc.array(plannedEvent, { minLength: 2, maxLength: 5 }).chain((events) => {
  const indices = [...events.keys()];
  const repeats = fc.array(fc.constantFrom(...indices), { maxLength: 5 });
  return fc.record({
    events: fc.constant(events),
    rounds: repeats
      .chain((more) =>
        fc.shuffledSubarray([...indices, ...more], { minLength: indices.length + more.length }),
      )
      .chain((deliveries) =>
        fc
          .array(fc.boolean(), { minLength: deliveries.length, maxLength: deliveries.length })
          .map((newRound) => inRounds(deliveries, newRound)),
      ),
    replays: fc.subarray(indices),
  });
});

function inRounds(deliveries: readonly number[], newRound: readonly boolean[]): number[][] {
  const rounds: number[][] = [[]];
  for (const [position, delivery] of deliveries.entries()) {
    if (newRound[position]) rounds.push([]);
    rounds.at(-1)?.push(delivery);
  }
  return rounds;
}

@Injectable()
class Things {
  /** How often each handler still has to fail, by handler and event. */
  readonly failing = new Map<string, number>();

  @OnWebhook('stripe', 'charge.updated', {
    orderBy: ({ payload }) => payload.data.object.id,
    retryDelaysMs: [0, 0],
  })
  async ordered({ event, tx }: WebhookContext<'stripe', 'charge.updated'>): Promise<void> {
    const { externalId, payload } = event;
    await tx.$executeRaw`
      INSERT INTO effects (handler, event_id, key) VALUES ('ordered', ${externalId}, ${payload.data.object.id})`;
    this.perhapsFail('ordered', externalId);
  }

  @OnWebhook('stripe', 'charge.updated', { retryDelaysMs: [0, 0] })
  async plain({ event, tx }: WebhookContext<'stripe', 'charge.updated'>): Promise<void> {
    await tx.$executeRaw`INSERT INTO effects (handler, event_id) VALUES ('plain', ${event.externalId})`;
    this.perhapsFail('plain', event.externalId);
  }

  @OnWebhook('stripe', 'customer.updated', {
    newestBy: ({ payload }) => payload.data.object.id,
    retryDelaysMs: [0, 0],
  })
  async newest({ event, tx }: WebhookContext<'stripe', 'customer.updated'>): Promise<void> {
    const { externalId, payload } = event;
    await tx.$executeRaw`
      INSERT INTO states (key, event_id) VALUES (${payload.data.object.id}, ${externalId})
      ON CONFLICT (key) DO UPDATE SET event_id = excluded.event_id`;
    this.perhapsFail('newest', externalId);
  }

  private perhapsFail(handler: string, eventId: string): void {
    const left = this.failing.get(`${handler} ${eventId}`) ?? 0;
    if (!left) return;
    this.failing.set(`${handler} ${eventId}`, left - 1);
    throw new Error(`It still has to fail ${left} times.`);
  }
}

@Module({ providers: [Things] })
class ThingsModule {}

let hookline: TestHookline;
let database: Pool;
let things: Things;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [ThingsModule] });
  things = hookline.app.get(Things, { strict: false });
  database = new Pool({ connectionString: hookline.databaseUrl });
  await database.query(`
    CREATE TABLE effects (position bigserial, handler text NOT NULL, event_id text NOT NULL, key text);
    CREATE TABLE states (key text PRIMARY KEY, event_id text NOT NULL);`);
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

/** An event of a plan, as it is delivered. */
interface Made {
  id: string;
  key: string;
  body: string;
}

const NOON = 1_790_000_000;

/** The plan's events, about things that no other plan knows. */
function make({ events }: Plan, type: string): Made[] {
  const name = randomUUID();
  return events.map(({ key: number, failures }, index) => {
    const key = `${name}-${number}`;
    const body = stripeEvent(type, { created: NOON + index, data: { object: { id: key } } });
    const { id } = JSON.parse(body) as { id: string };
    for (const [handler, times] of Object.entries(failures)) things.failing.set(`${handler} ${id}`, times);
    return { id, key, body };
  });
}

async function deliverRounds({ rounds }: Plan, made: readonly Made[]): Promise<void> {
  for (const round of rounds) {
    const answers = await Promise.all(round.map((index) => deliver(hookline.url, made[index]?.body ?? '')));
    for (const { status } of answers) expect(status).toBe(200);
  }
}

/** Our ids of the events, once each of them has come to rest; with their statuses. */
function atRest(made: readonly Made[]): Promise<{ id: string; external_id: string; status: string }[]> {
  return eventually(
    'all events are at rest',
    async () => {
      const { rows } = await database.query<{ id: string; external_id: string; status: string }>(
        'SELECT id, external_id, status FROM webhook_events WHERE external_id = ANY($1)',
        [made.map(({ id }) => id)],
      );
      return rows.every(({ status }) => ['processed', 'superseded', 'dead'].includes(status))
        ? rows
        : undefined;
    },
    90_000,
  );
}

const replay = (id: string) => hookline.api('POST', `/v1/webhook-events/${id}/replay`);

async function replayDead(made: readonly Made[]): Promise<void> {
  for (const { id, status } of await atRest(made)) if (status === 'dead') await replay(id);
  const rested = await atRest(made);
  expect(rested.filter(({ status }) => status === 'dead')).toEqual([]);
}

/** Many plans beside each other, so that they also get in each other's way. */
async function holdsForAll(check: (plan: Plan) => Promise<void>): Promise<void> {
  const plans = fc.array(plan, { minLength: 20, maxLength: 20, size: 'max' });
  await fc.assert(
    fc.asyncProperty(plans, async (all) => {
      await Promise.all(all.map(check));
    }),
    { numRuns: 3, endOnFailure: true },
  );
}

it('newestBy: the state of each key is that of its newest event', async () => {
  await holdsForAll(async (planned) => {
    const made = make(planned, 'customer.updated');
    await deliverRounds(planned, made);
    await replayDead(made);
    const rested = await atRest(made);
    for (const index of planned.replays) {
      const event = rested.find(({ external_id: id }) => id === made[index]?.id);
      await replay(event?.id ?? '');
    }
    await atRest(made);
    for (const key of new Set(made.map((event) => event.key))) {
      const newest = made.findLast((event) => event.key === key);
      const { rows } = await database.query('SELECT event_id FROM states WHERE key = $1', [key]);
      expect(rows).toEqual([{ event_id: newest?.id }]);
    }
  });
}, 180_000);

it('orderBy and without: each effect is there once, those of a key as they arrived', async () => {
  await holdsForAll(async (planned) => {
    const made = make(planned, 'charge.updated');
    await deliverRounds(planned, made);
    await replayDead(made);
    const { rows: effects } = await database.query<{ handler: string; event_id: string; key: string | null }>(
      'SELECT handler, event_id, key FROM effects WHERE event_id = ANY($1) ORDER BY position',
      [made.map(({ id }) => id)],
    );
    for (const handler of ['ordered', 'plain']) {
      const ids = effects.filter((effect) => effect.handler === handler).map(({ event_id: id }) => id);
      expect(ids.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
    }
    const arrival = new Map(made.map(({ id }, index) => [id, firstRound(planned, index)]));
    for (const key of new Set(made.map((event) => event.key))) {
      const rounds = effects
        .filter((effect) => effect.key === key)
        .map(({ event_id: id }) => arrival.get(id) ?? -1);
      expect(rounds).toEqual(rounds.toSorted((a, b) => a - b));
    }
  });
}, 180_000);

function firstRound({ rounds }: Plan, index: number): number {
  return rounds.findIndex((round) => round.includes(index));
}
