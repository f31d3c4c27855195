import type { BenchDatabase } from '../database.js';

const EVENTS_PER_STATEMENT = 250_000;

/**
 * Handled events, one a second until now. Their ids come one after the other, as Stripe's do, and their bodies are short:
 * what a new event meets of the old ones are the indexes.
 */
const STORE = `
WITH events AS (
  INSERT INTO webhook_events
    (id, provider, external_id, type, status, occurred_at, received_at, processed_at, request_id)
  SELECT uuidv7(before), 'stripe', 'evt_0_' || lpad(n::text, 12, '0'), 'payment_intent.succeeded', 'processed',
    now() + before, now() + before, now() + before, gen_random_uuid()
  FROM generate_series($1::int, $2::int) AS n, make_interval(secs => n - $3::int) AS before
  RETURNING id, received_at
), payloads AS (
  INSERT INTO webhook_payloads (event_id, headers, body)
  SELECT id, '{"content-type":"application/json"}', convert_to('{"id":"' || id || '"}', 'UTF8') FROM events
)
INSERT INTO webhook_handler_runs (event_id, handler, status, attempts, last_attempt_at)
SELECT id, 'Orders.markPaid', 'processed', 1, received_at FROM events`;

/** Fills a database as if it had been in use for months. Five million events take some minutes. */
export async function storeEvents({ client }: BenchDatabase, count: number): Promise<void> {
  for (let from = 1; from <= count; from += EVENTS_PER_STATEMENT) {
    await client.query(STORE, [from, Math.min(from + EVENTS_PER_STATEMENT - 1, count), count]);
  }
  await client.query('VACUUM (ANALYZE) webhook_events, webhook_payloads, webhook_handler_runs');
  await client.query('CHECKPOINT');
}
