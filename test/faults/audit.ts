import type { Client } from 'pg';
import type { Sent } from './sender.js';

/** What is wrong after a run; all zero when nothing is. */
export interface Audit {
  /** Acknowledged, but not stored. */
  lost: number;
  /** Stored more than once. */
  duplicateRows: number;
  /** Stored, but never handled. */
  unhandled: number;
  /** Handled, but not stored. */
  orphans: number;
  /** Handled more than once. */
  doubleEffects: number;
  /** Stored without ever having been sent. */
  strangers: number;
}

/** The table that the counting handler writes. */
export async function prepareAudit(database: Client): Promise<void> {
  await database.query('CREATE TABLE effects (event_id text NOT NULL)');
}

/** Compares what the sender knows with what the database holds, id by id. */
export async function audit(database: Client, { acknowledged, unacknowledged }: Sent): Promise<Audit> {
  const ids = async (sql: string) => (await database.query<{ id: string }>(sql)).rows.map(({ id }) => id);
  const stored = await ids('SELECT external_id AS id FROM webhook_events');
  const handled = await ids('SELECT event_id AS id FROM effects');
  const storedIds = new Set(stored);
  const handledIds = new Set(handled);
  const count = (all: Iterable<string>, wrong: (id: string) => boolean) => [...all].filter(wrong).length;
  return {
    lost: count(acknowledged, (id) => !storedIds.has(id)),
    duplicateRows: stored.length - storedIds.size,
    unhandled: count(storedIds, (id) => !handledIds.has(id)),
    orphans: count(handledIds, (id) => !storedIds.has(id)),
    doubleEffects: handled.length - handledIds.size,
    strangers: count(storedIds, (id) => !acknowledged.has(id) && !unacknowledged.has(id)),
  };
}

export const CLEAN: Audit = {
  lost: 0,
  duplicateRows: 0,
  unhandled: 0,
  orphans: 0,
  doubleEffects: 0,
  strangers: 0,
};
