import type { QueryConfig } from 'pg';
import type { WaitingEvent } from './waiting-event.js';

/**
 * One statement for all events, prepared once: Prisma's own `createMany` compiles a query anew for each size of group,
 * which was half of what accepting a webhook cost. The bodies go as one run of bytes and are cut apart by the server,
 * because bytes in an array travel as text twice their size.
 */
const INSERT_EVENTS = `
WITH incoming AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::float8[],
    $8::text[], $9::text[], $10::text[], $11::int[], $12::int[], $14::text[])
  AS incoming (id, provider, connection_id, external_id, type, occurred_at, received_at, request_id, headers, encoding,
    start, length, traceparent)
), stored AS (
  INSERT INTO webhook_events (id, provider, connection_id, external_id, type, occurred_at, received_at, request_id,
    traceparent)
  SELECT id, provider, connection_id, external_id, type,
    to_timestamp(occurred_at / 1000), to_timestamp(received_at / 1000), request_id, traceparent
  FROM incoming
  ON CONFLICT DO NOTHING
  RETURNING id
), payloads AS (
  INSERT INTO webhook_payloads (event_id, headers, encoding, body)
  SELECT id, headers::json, encoding::webhook_payload_encoding, substring($13::bytea FROM start FOR length)
  FROM incoming JOIN stored USING (id)
)
SELECT id FROM stored`;

/** A repeat has no place in line: its event is not there under this id. */
const INSERT_LINES = `
INSERT INTO webhook_handler_runs (event_id, handler, order_key)
SELECT line.* FROM unnest($1::uuid[], $2::text[], $3::text[]) AS line (event_id, handler, order_key)
WHERE EXISTS (SELECT 1 FROM webhook_events WHERE id = line.event_id)`;

/** Inserts those that are new; the rows are their ids. */
export function insertEvents(group: readonly WaitingEvent[]): QueryConfig {
  const column = <T>(read: (waiting: WaitingEvent) => T) => group.map(read);
  let start = 1;
  const starts = column(({ stored }) => {
    const own = start;
    start += stored.body.length;
    return own;
  });
  return {
    name: 'webhook-events',
    text: INSERT_EVENTS,
    values: [
      column(({ id }) => id),
      column(({ event }) => event.provider),
      column(({ event }) => event.connectionId),
      column(({ event }) => event.externalId),
      column(({ event }) => event.type),
      column(({ event }) => event.occurredAt?.getTime() ?? null),
      column(({ event }) => event.receivedAt.getTime()),
      column(({ event }) => event.requestId),
      column(({ event }) => JSON.stringify(event.headers)),
      column(({ stored }) => stored.encoding),
      starts,
      column(({ stored }) => stored.body.length),
      Buffer.concat(column(({ stored }) => stored.body)),
      column(({ event }) => event.traceparent),
    ],
  };
}

/** Puts events into the lines of their ordered handlers; `undefined` when there are none. */
export function insertLines(group: readonly WaitingEvent[]): QueryConfig | undefined {
  const lines = group.flatMap(({ id, lines: own }) => own.map((line) => ({ id, ...line })));
  if (!lines.length) return undefined;
  return {
    name: 'webhook-lines',
    text: INSERT_LINES,
    values: [lines.map(({ id }) => id), lines.map(({ handler }) => handler), lines.map(({ key }) => key)],
  };
}
