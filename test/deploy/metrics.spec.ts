import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenConnection } from '../support/connections.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { storeDelivery, storeEndpoint } from '../support/stored-deliveries.js';

/** What alerts and autoscalers go by, of a database in which much is wrong. */

let hookline: TestHookline;
let text: string;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web' } });
  const database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  try {
    await storeTrouble(database);
  } finally {
    await database.end();
  }
  expect((await hookline.api('GET', '/v1/payments/nowhere')).status).toBeGreaterThanOrEqual(400);
  expect((await request(`${hookline.url}/nobody/has/this`, 'GET')).status).toBe(404);
  text = (await request(`${hookline.url}/metrics`, 'GET')).body;
});
afterAll(() => hookline?.close());

async function storeTrouble(database: Client): Promise<void> {
  // Ids are in the order of time, as those of real events are.
  await database.query(
    `INSERT INTO webhook_events (id, provider, external_id, type, status, received_at, request_id)
     SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, provider, n::text, 'thing.done', status::webhook_event_status, now() - age, 'r'
     FROM (VALUES (1, 'paused-one', 'pending', interval '9 hours'), (2, 'stripe', 'processed', interval '8 hours'),
       (3, 'stripe', 'dead', interval '7 hours'), (4, 'stripe', 'dead', interval '6 hours'),
       (5, 'stripe', 'pending', interval '10 minutes'), (6, 'stripe', 'pending', interval '1 minute')) AS e (n, provider, status, age)`,
  );
  await database.query("INSERT INTO webhook_pauses (provider) VALUES ('paused-one')");
  const endpointId = await storeEndpoint(database, { tenant: 'acme' });
  for (const status of ['dead', 'dead', 'dead', 'delivered', 'failed'] as const) {
    await storeDelivery(database, { endpointId, status });
  }
  await database.query(
    `INSERT INTO notifications (id, status, mode, message, route, due_at, created_at, status_at)
     SELECT gen_random_uuid(), status::notification_status, 'durable', '{}', '[]', due, now(), now()
     FROM (VALUES ('queued', now() - interval '400 seconds'), ('queued', now() + interval '1 hour'), ('dead', NULL)) AS n (status, due)`,
  );
  const connected = await givenConnection(hookline, { provider: 'google-calendar', accessToken: 'token' });
  const lost = await givenConnection(hookline, { provider: 'google-calendar', accessToken: 'token' });
  await database.query("UPDATE connections SET status = 'needs_reauth' WHERE id = $1", [lost]);
  await database.query(
    `INSERT INTO connection_subscriptions (id, connection_id, kind, resource, status, expires_at, due_at)
     SELECT gen_random_uuid(), (CASE WHEN lost THEN $2 ELSE $1 END)::uuid, 'calendar-channel', resource, status::subscription_status,
       now() + expires, now() + due
     FROM (VALUES ('ended', false, 'active', interval '-1 minute', interval '-1 day'),
       ('could not be renewed', false, 'failed', interval '3 hours', interval '2 hours'),
       ('is renewed in time', false, 'active', interval '4 hours', interval '2 hours'),
       ('never ends', false, 'failed', NULL, interval '-1 minute'),
       ('of an account that has to be connected again', true, 'failed', interval '-1 day', interval '-1 day')
     ) AS s (resource, lost, status, expires, due)`,
    [connected, lost],
  );
}

const valueOf = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);

describe('GET /metrics', () => {
  it('tells for how long the oldest work has waited that nobody holds back', () => {
    expect(valueOf('webhook_oldest_pending_seconds')).toBeCloseTo(600, -2);
    expect(valueOf('notification_oldest_due_seconds')).toBeCloseTo(400, -2);
    expect(valueOf('webhook_queue_depth')).toBe(3);
  });

  it('counts what was given up', () => {
    expect(valueOf('webhook_dead_letters')).toBe(2);
    expect(valueOf('delivery_dead_letters')).toBe(3);
    expect(valueOf('notification_dead_letters')).toBe(1);
  });

  it('counts subscriptions that are in danger, and not those that will be renewed or whose account is lost', () => {
    expect(valueOf('connection_subscriptions_expiring')).toBe(2);
    expect(text).toContain('connections{provider="google-calendar",status="needs_reauth"} 1\n');
  });

  it('counts requests by route template, and those for no route together', () => {
    expect(text).toMatch(/^http_requests_total\{method="GET",route="\/v1\/payments\/:id",status="\d+"\} 1$/m);
    expect(text).toContain('http_requests_total{method="GET",route="unknown",status="404"} 1\n');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="unknown"} 1\n');
    expect(text).not.toContain('nowhere');
  });
});
