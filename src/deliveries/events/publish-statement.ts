import { v7 as uuidv7 } from 'uuid';
import { requestId } from '../../platform/context/request-context.js';
import { traceparent } from '../../platform/tracing/traceparent.js';
import { PING_TYPE, patternsFor } from './event-type-names.js';

/** An event whose form is checked. */
export interface EventToStore {
  readonly type: string;
  readonly tenant: string;
  readonly subject?: string | undefined;
  /** JSON. */
  readonly data: string;
  /** JSON of an object: the data of older versions, by version. */
  readonly versions?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  /** SHA-256 over what is published, where there is a key. */
  readonly fingerprint?: Uint8Array | undefined;
}

/** What the statement says when it is done: no row when the tenant has used the idempotency key before. */
export interface StoredEvent {
  readonly id: string;
  readonly createdAt: Date;
  readonly deliveries: number;
}

/** A statement as `$queryRawUnsafe` takes it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Whom an event goes to: the endpoints that want it, or one alone, whatever it wants (a ping, a test). */
export type Audience = { readonly endpointId: string } | 'subscribers';

/**
 * The one statement that stores an event together with its deliveries: all or nothing, in one round trip. A delivery's id
 * is a UUIDv7 of the event's time.
 */
export function publishStatement(event: EventToStore, audience: Audience = 'subscribers'): Statement {
  const only = audience === 'subscribers' ? null : audience.endpointId;
  return {
    text: PUBLISH,
    values: [
      uuidv7(),
      event.tenant,
      event.type,
      event.subject ?? null,
      event.data,
      event.versions ?? null,
      event.idempotencyKey ?? null,
      event.fingerprint ?? null,
      requestId() ?? null,
      patternsFor(event.type),
      only,
      PING_TYPE,
      traceparent() ?? null,
    ],
  };
}

const PUBLISH = `
  WITH event AS (
    INSERT INTO published_events
      (id, tenant, type, subject, data, versions, idempotency_key, fingerprint, request_id, endpoint_id, traceparent)
    VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $11::uuid, $13)
    ON CONFLICT (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
    RETURNING id, type, subject, created_at
  ), fanned_out AS (
    INSERT INTO deliveries (id, event_id, endpoint_id, type, order_key, due_at, created_at)
    SELECT (left(event.id::text, 19) || substr(gen_random_uuid()::text, 20))::uuid,
      event.id, e.id, event.type, 
      CASE WHEN event.type = $12 THEN event.type WHEN e.ordered THEN event.subject END, now(), event.created_at
    FROM event, endpoints e
    WHERE e.tenant = $2 AND e.deleted_at IS NULL AND CASE
      WHEN $11::uuid IS NULL THEN e.enabled AND e.ownership <> 'unproved' AND e.event_types && $10::text[]
      ELSE e.id = $11::uuid END
    RETURNING id
  )
  SELECT id, created_at AS "createdAt", (SELECT count(*)::int FROM fanned_out) AS deliveries FROM event`;
