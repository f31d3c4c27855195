import type { Client } from 'pg';
import type { Sent, TimedSent } from './sender.js';

/** What is wrong after a run; all zero when nothing is. */
export interface Audit {
  /** Acknowledged, but not stored. */
  lost: number;
  /** Stored more than once. */
  duplicateRows: number;
  /** Effects that are missing: stored, but not handled by one of its handlers, and not superseded either. */
  unhandled: number;
  /** Handled, but not stored. */
  orphans: number;
  /** Handled more than once by one handler. */
  doubleEffects: number;
  /** Stored without ever having been sent. */
  strangers: number;
  /** Handled before another event of its key that had been answered 2xx before it was first sent. */
  disorder: number;
  /** Writes of one handler over those of another that it had not read. */
  lostUpdates: number;
  /** Older events that were applied over newer ones, or keys whose newest event was not applied. */
  stale: number;
}

export const CLEAN: Audit = {
  lost: 0,
  duplicateRows: 0,
  unhandled: 0,
  orphans: 0,
  doubleEffects: 0,
  strangers: 0,
  disorder: 0,
  lostUpdates: 0,
  stale: 0,
};

/** Which of the handlers under test have to leave an effect for an event of each type. */
const HANDLERS_OF: Readonly<Record<string, readonly string[]>> = {
  'payment_intent.succeeded': ['count'],
  'charge.updated': ['order'],
  'customer.updated': ['newest'],
  'invoice.paid': ['batch'],
  'charge.refunded': ['steady', 'shaky'],
  'payout.paid': ['slow'],
};

/** An effect that a handler under test has left, or an event that it was spared. */
interface Effect {
  event_id: string;
  handler: string;
  key: string | null;
}

/** The tables that the handlers under test write. */
export async function prepareAudit(database: Client): Promise<void> {
  await database.query(`
    CREATE TABLE effects (position bigserial, handler text NOT NULL, event_id text NOT NULL, key text, occurred_at timestamptz);
    CREATE TABLE balances (key text PRIMARY KEY, value int NOT NULL);
    CREATE TABLE starts (event_id text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());`);
}

/** Compares what the sender knows with what the database holds, id by id; without times, orders are not compared. */
export async function audit(database: Client, sent: Sent | TimedSent): Promise<Audit> {
  const rows = async <T extends object>(sql: string) => (await database.query<T>(sql)).rows;
  const count = async (sql: string) => (await rows<{ count: number }>(sql))[0]?.count ?? 0;
  const events = await rows<{ id: string; type: string }>(
    'SELECT external_id AS id, type FROM webhook_events',
  );
  const effects = await rows<Effect>('SELECT event_id, handler, key FROM effects ORDER BY position');
  const superseded = await rows<{ id: string }>(
    "SELECT external_id AS id FROM webhook_events WHERE status = 'superseded'",
  );
  const stored = new Set(events.map(({ id }) => id));
  const spared = new Set(superseded.map(({ id }) => id));
  const handled = new Set(effects.map(pairOf));
  const expected = events.flatMap(({ id, type }) =>
    (HANDLERS_OF[type] ?? []).map((handler) => ({ event_id: id, handler })),
  );
  return {
    lost: how([...sent.acknowledged], (id) => !stored.has(id)),
    duplicateRows: events.length - stored.size,
    unhandled: how(expected, (pair) => !handled.has(pairOf(pair)) && !spared.has(pair.event_id)),
    orphans: how(effects, ({ event_id: id }) => !stored.has(id)),
    doubleEffects: effects.length - handled.size,
    strangers: how([...stored], (id) => !sent.acknowledged.has(id) && !sent.unacknowledged.has(id)),
    disorder:
      'firstSentMs' in sent
        ? disorderIn(
            effects.filter(({ handler }) => handler === 'order'),
            sent,
          )
        : 0,
    lostUpdates: await count(`
      SELECT coalesce(sum(abs(value - applied)), 0)::int AS count
      FROM (SELECT key, count(*) AS applied FROM effects WHERE handler = 'order' GROUP BY key) AS keys
      FULL JOIN balances USING (key)`),
    stale: await count(`
      SELECT count(*)::int AS count FROM (
        SELECT occurred_at < max(occurred_at) OVER (PARTITION BY key ORDER BY position) AS stale
        FROM effects WHERE handler = 'newest') AS applied
      WHERE stale`),
  };
}

/**
 * How many effects came too early, of handlers that take one key in order: somewhere behind them is the effect of an
 * event that was acknowledged before theirs was first sent. Events that were under way at the same time may come in any
 * order.
 * @param effects in the order in which they were made
 */
export function disorderIn(
  effects: readonly { event_id: string; key: string | null }[],
  { firstSentMs, acknowledgedMs }: Pick<TimedSent, 'firstSentMs' | 'acknowledgedMs'>,
): number {
  /** For each key, when the first of the effects seen so far was acknowledged: those behind the one at hand. */
  const behind = new Map<string | null, number>();
  let tooEarly = 0;
  for (const { event_id: id, key } of effects.toReversed()) {
    const acknowledgedBehind = behind.get(key) ?? Number.POSITIVE_INFINITY;
    const sent = firstSentMs.get(id) ?? Number.NEGATIVE_INFINITY;
    if (acknowledgedBehind < sent) tooEarly += 1;
    const acknowledged = acknowledgedMs.get(id) ?? Number.POSITIVE_INFINITY;
    behind.set(key, Math.min(acknowledgedBehind, acknowledged));
  }
  return tooEarly;
}

function how<T>(all: readonly T[], wrong: (one: T) => boolean): number {
  return all.filter(wrong).length;
}

function pairOf({ event_id: id, handler }: { event_id: string; handler: string }): string {
  return `${id} ${handler}`;
}
