import type { Notification as Row } from '../../platform/database/generated/client.js';
import { keptMessage, type KeptMessage } from './message.js';
import { route, type Way } from './way.js';

/** A notification as it is kept, its JSON read. */
export type NotificationRow = Omit<Row, 'message' | 'route'> & {
  readonly message: KeptMessage;
  readonly route: readonly Way[];
};

/** @throws ZodError for a row that nothing of ours has written */
export function readRow(row: Row): NotificationRow {
  return { ...row, message: keptMessage.parse(row.message), route: route.parse(row.route) };
}

/** The way that is being tried, or that it went. */
export function wayOf({ id, route: ways, step }: Pick<NotificationRow, 'id' | 'route' | 'step'>): Way {
  const way = ways[step];
  if (!way) throw new Error(`The notification ${id} has no way ${step}.`);
  return way;
}

/** What a message goes by at its provider: of its own for each way, so that a late one cannot pass for another. */
export function referenceOf({ id, step }: Pick<NotificationRow, 'id' | 'step'>): string {
  return `${id}-${step}`;
}

/** The notification that a {@link referenceOf} belongs to; `undefined` for anything else. */
export function notificationOf(reference: string): string | undefined {
  return /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-\d$/.exec(reference)?.[1];
}
