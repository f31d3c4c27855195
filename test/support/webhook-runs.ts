import type { Client } from 'pg';
import { eventually } from './eventually.js';
import type { TestHookline } from './hookline.js';

/** How one handler stands with one event, as the API shows it. */
interface ShownRun {
  handler: string;
  status: string;
  attempts: number;
  last_error: string | null;
  last_attempt_at: string | null;
  next_attempt_at: string | null;
}

/** A stored event, as the API shows it. */
export interface ShownEvent {
  id: string;
  status: string;
  handlers: ShownRun[];
}

/** The event of this provider's id over the API, once it stands as expected. */
export function settledEvent(
  { api }: TestHookline,
  database: Client,
  externalId: string,
  status: string,
): Promise<ShownEvent> {
  return eventually(
    `event ${externalId} is ${status}`,
    async () => {
      const { rows } = await database.query<{ id: string }>(
        'SELECT id FROM webhook_events WHERE external_id = $1 AND status = $2::webhook_event_status',
        [externalId, status],
      );
      const [row] = rows;
      return row && ((await api('GET', `/v1/webhook-events/${row.id}`)).body as ShownEvent);
    },
    90_000,
  );
}

/** Waits until many events stand as expected; quicker than to look at each. */
export async function settledEvents(
  database: Client,
  externalIds: readonly string[],
  status: string,
): Promise<void> {
  await eventually(
    `${externalIds.length} events are ${status}`,
    async () => {
      const { rows } = await database.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM webhook_events WHERE external_id = ANY($1) AND status = $2::webhook_event_status',
        [externalIds, status],
      );
      return rows[0]?.n === externalIds.length || undefined;
    },
    90_000,
  );
}
