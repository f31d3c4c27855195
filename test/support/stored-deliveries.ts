import type { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { DeliveryStatus, EndpointOwnership } from '../../src/contracts/events.js';

/** What of an endpoint matters here; the rest is as it is by default. */
interface EndpointToStore {
  tenant: string;
  eventTypes?: readonly string[];
  enabled?: boolean;
  ordered?: boolean;
  ownership?: EndpointOwnership;
  deletedAt?: Date;
}

/** An endpoint in the database that nothing is sent to. @returns its id */
export async function storeEndpoint(database: Client, endpoint: EndpointToStore): Promise<string> {
  const id = uuidv7();
  await database.query(
    `INSERT INTO endpoints
       (id, tenant, url, event_types, enabled, ordered, ownership, sealed_secrets, deleted_at)
     VALUES ($1, $2, 'https://customer.example/hooks', $3, $4, $5, $6, '', $7)`,
    [
      id,
      endpoint.tenant,
      endpoint.eventTypes ?? ['*'],
      endpoint.enabled ?? true,
      endpoint.ordered ?? false,
      endpoint.ownership ?? 'vouched',
      endpoint.deletedAt,
    ],
  );
  return id;
}

interface EventToStore {
  /** The one endpoint that it is for. @default whoever wants it */
  endpointId?: string;
  tenant: string;
  type?: string;
  subject?: string;
  at?: Date;
}

/** An event without deliveries. @returns its id */
export async function storeEvent(database: Client, event: EventToStore): Promise<string> {
  const at = event.at ?? new Date();
  const id = uuidv7({ msecs: at.getTime() });
  await database.query(
    `INSERT INTO published_events (id, tenant, type, subject, data, created_at, endpoint_id)
     VALUES ($1, $2, $3, $4, '{}', $5, $6)`,
    [id, event.tenant, event.type ?? 'order.paid', event.subject, at, event.endpointId],
  );
  return id;
}

interface DeliveryToStore {
  endpointId: string;
  /** @default one of its own that is not stored */
  eventId?: string;
  type?: string;
  status: DeliveryStatus;
  /** Each with a row of its own. @default none for what is pending, else one */
  attempts?: number;
  at?: Date;
}

/** A delivery as the workers would have left it. @returns its id */
export async function storeDelivery(database: Client, delivery: DeliveryToStore): Promise<string> {
  const { status, at = new Date(), attempts = status === 'pending' ? 0 : 1 } = delivery;
  const eventId = delivery.eventId ?? uuidv7({ msecs: at.getTime() });
  const id = eventId.slice(0, 19) + uuidv7().slice(-17);
  const done = status === 'delivered' || status === 'dead';
  await database.query(
    `INSERT INTO deliveries (id, event_id, endpoint_id, type, status, attempts, due_at, last_status, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      eventId,
      delivery.endpointId,
      delivery.type ?? 'order.paid',
      status,
      attempts,
      done ? null : new Date(Date.now() + 3_600_000),
      status === 'delivered' ? 204 : null,
      at,
    ],
  );
  await database.query(
    `INSERT INTO delivery_attempts (delivery_id, number, outcome, status, error, answer, duration_ms, started_at)
     SELECT $1, number, CASE WHEN number = $2 THEN $3::delivery_status ELSE 'failed' END, 500,
       'It answered HTTP 500.', 'out of order', 12, $4
     FROM generate_series(1, $2::int) AS number`,
    [id, attempts, status, at],
  );
  return id;
}
