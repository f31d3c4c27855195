import type { BenchDatabase } from '../database.js';
import { eventBody } from '../ingest/load/event.js';

const EVENTS_PER_STATEMENT = 250_000;

/** All that is stored came evenly within this time until now. */
const DAYS = 3;

/** The body of an event that somebody looks at, as long as Stripe's are. The others are short: pages do not read them. */
const DEAD_BODY = eventBody('evt_dead', 2_600);

/**
 * Events of four providers and twelve types. Of a thousand, five are dead, five will be tried again, twenty have no
 * handler, one is pending.
 */
const EVENTS = `
WITH events AS (
  INSERT INTO webhook_events
    (id, provider, external_id, type, status, occurred_at, received_at, processed_at, request_id)
  SELECT uuidv7(before), provider, 'evt_' || lpad(n::text, 12, '0'), kind, status::webhook_event_status,
    now() + before, now() + before, CASE WHEN status = 'processed' THEN now() + before END, 'request-' || n
  FROM generate_series($1::int, $2::int) AS n,
    make_interval(secs => (n - $3::int) * ($4::int * 86400.0 / $3::int)) AS before,
    LATERAL (SELECT n::bigint * 7919 % 1000 AS lot) AS drawn,
    LATERAL (SELECT
      CASE WHEN lot < 5 THEN 'dead' WHEN lot < 10 THEN 'failed' WHEN lot < 30 THEN 'unhandled'
        WHEN lot < 31 THEN 'pending' ELSE 'processed' END AS status,
      (ARRAY['stripe', 'stripe', 'stripe', 'hubspot', 'slack', 'sendgrid'])[1 + n % 6] AS provider,
      (ARRAY['created', 'updated', 'deleted'])[1 + n / 6 % 3] AS verb) AS drawn_from,
    LATERAL (SELECT provider || '.object.' || verb AS kind) AS named
  RETURNING id, received_at, status
), payloads AS (
  INSERT INTO webhook_payloads (event_id, headers, body)
  SELECT id, '{"content-type":"application/json"}',
    convert_to(CASE WHEN status = 'dead' THEN $5 ELSE '{"id":"' || id || '"}' END, 'UTF8')
  FROM events
)
INSERT INTO webhook_handler_runs (event_id, handler, status, attempts, last_attempt_at, last_error, next_attempt_at)
SELECT id, 'Orders.markPaid', status::text::webhook_handler_status, 1, received_at,
  CASE WHEN status IN ('dead', 'failed') THEN 'The order is locked by another process.' END,
  CASE WHEN status = 'failed' THEN now() + interval '1 day' END
FROM events WHERE status <> 'unhandled'`;

/** A million take about a minute. */
export async function storeEvents({ client }: BenchDatabase, count: number): Promise<void> {
  for (let from = 1; from <= count; from += EVENTS_PER_STATEMENT) {
    const to = Math.min(from + EVENTS_PER_STATEMENT - 1, count);
    await client.query(EVENTS, [from, to, count, DAYS, DEAD_BODY]);
  }
  await client.query(`
    INSERT INTO webhook_unhandled_types (provider, type, count, first_seen_at, last_seen_at, sample_event_id)
    SELECT provider, type, count(*), min(received_at), max(received_at), (array_agg(id))[1]
    FROM webhook_events WHERE status = 'unhandled' GROUP BY provider, type`);
  await client.query('VACUUM (ANALYZE) webhook_events, webhook_payloads, webhook_handler_runs');
}

/** One call in nineteen failed; half were made for one of the connections, but none for the first of them. */
const REQUESTS = `
INSERT INTO outbound_requests
  (id, request_id, provider, connection_id, operation, endpoint, method, status_code, error_code, error, failed, attempts,
   duration_ms, started_at)
SELECT uuidv7(before), 'request-' || n, coalesce(connections.provider, 'stripe'), connections.id,
  (ARRAY['payments.get', 'contacts.update', 'chat.postMessage', 'mail.send', 'oauth.refresh'])[1 + n % 5],
  '/v1/objects/:id', 'POST', CASE WHEN failed THEN 503 ELSE 200 END,
  CASE WHEN failed THEN 'PROVIDER_UNAVAILABLE' END, CASE WHEN failed THEN 'The provider answered 503.' END,
  failed, CASE WHEN failed THEN 3 ELSE 1 END, 20 + n % 400, now() + before
FROM generate_series(1, $1::int) AS n
  CROSS JOIN make_interval(secs => (n - $2::int) * ($3::int * 86400.0 / $2::int)) AS before
  CROSS JOIN LATERAL (SELECT n % 19 = 7 AS failed) AS drawn
  LEFT JOIN connections ON n % 2 = 0 AND connections.id = ($4::uuid[])[2 + n / 2 % (cardinality($4::uuid[]) - 1)]`;

export async function storeRequests(
  { client }: BenchDatabase,
  count: number,
  connectionIds: readonly string[],
): Promise<void> {
  await client.query(REQUESTS, [count, count, DAYS, connectionIds]);
}

/** A thousand audit entries, two hundred circuits of which some are open, and twenty API keys. */
export async function storeRest({ client }: BenchDatabase, connectionIds: readonly string[]): Promise<void> {
  await client.query(
    `INSERT INTO audit_entries (id, at, actor_kind, actor_id, actor, action, target, address)
     SELECT uuidv7(before), now() + before, 'admin', 'bench', 'admin@example.com',
       (ARRAY['connection.connected', 'connection.refreshed', 'webhook_event.replayed', 'admin.signed_in'])[1 + n % 4],
       'connection:' || ($1::text[])[1 + n % cardinality($1::text[])], '127.0.0.1'
     FROM generate_series(1, 1000) AS n, make_interval(mins => n - 1000) AS before`,
    [connectionIds],
  );
  await client.query(
    `INSERT INTO circuits (provider, account, operation_group, state, open_until)
     SELECT (ARRAY['stripe', 'hubspot', 'slack', 'sendgrid'])[1 + n % 4], ($1::text[])[n], 'default',
       (CASE WHEN n % 20 = 0 THEN 'open' ELSE 'closed' END)::circuit_state,
       CASE WHEN n % 20 = 0 THEN now() + interval '1 hour' END
     FROM generate_series(1, 200) AS n`,
    [connectionIds],
  );
  await client.query(`
    INSERT INTO api_keys (id, name, prefix, hash, scopes)
    SELECT uuidv7(), 'key ' || n, 'hl_' || n, sha256(n::text::bytea), ARRAY['connections:read']
    FROM generate_series(1, 20) AS n`);
  await client.query('VACUUM (ANALYZE) outbound_requests, audit_entries, connections, circuits, api_keys');
  await client.query('CHECKPOINT');
}
