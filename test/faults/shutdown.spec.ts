import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiKeysService } from '../../src/platform/api-access/api-keys.service.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline } from '../support/hookline.js';
import { makeFolder } from '../support/run-folder.js';
import { stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { audit, CLEAN, prepareAudit } from './audit.js';
import { Balancer } from './balancer.js';
import { LONG } from './long-form.js';
import { ProcessUnderTest } from './process-under-test.js';
import type { Sent } from './sender.js';

/** FAULTS I2: a deploy under load. Nobody sees it: no request fails, no event is lost, whoever is told to stop ends in time. */

/** The figure that counts is the long form's: beside other tests, two processes and their senders have no such machine to themselves. */
const PER_SECOND = LONG ? 500 : 150;
const SECONDS = LONG ? 45 : 6;
/** When each of the two is told to stop, in turn; it starts again before the other's turn. */
const DEPLOYS = LONG ? 6 : 1;
const SHUTDOWN_DELAY_SECONDS = 3; // as in production
/** One of so many requests is a call of the API; the others are webhooks. */
const API_EVERY = 20;
/** Whoever sends: each on a connection of its own, which it keeps. */
const SENDERS = 40;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** What came of a load in which nothing is sent twice. */
interface Load extends Sent {
  /** What each request that was not answered 2xx ended with: a status, or the code of a broken connection. */
  readonly failures: string[];
  /** Requests that were sent in a second, over all of the load. */
  perSecond: number;
}

/** Sends for a while, each request when it is due, whether earlier ones were answered or not, over connections that are kept. */
async function load(url: string, key: string): Promise<Load> {
  const agents = Array.from({ length: SENDERS }, () => new Agent({ connections: 1, pipelining: 1 }));
  const outcome: Load = {
    acknowledged: new Set(),
    unacknowledged: new Set(),
    statuses: new Map(),
    failures: [],
    perSecond: 0,
  };
  const startMs = performance.now();
  const send = async (index: number, path: string, headers: Record<string, string>, body: string) => {
    const dispatcher = agents[index % SENDERS];
    const all = { 'content-type': 'application/json', ...headers };
    try {
      const answer = await request(`${url}${path}`, {
        method: 'POST',
        headers: all,
        body,
        ...(dispatcher && { dispatcher }),
      });
      const text = await answer.body.text();
      if (answer.statusCode >= 200 && answer.statusCode < 300) return true;
      outcome.failures.push(
        `${path} at ${Math.round(performance.now() - startMs)} ms: ${answer.statusCode} ${text}`,
      );
    } catch (error) {
      outcome.failures.push(`${path} at ${Math.round(performance.now() - startMs)} ms: ${String(error)}`);
    }
    return false;
  };
  const requests = Array.from({ length: PER_SECOND * SECONDS }, async (_, index) => {
    await sleep(Math.max(0, startMs + (index * 1_000) / PER_SECOND - performance.now()));
    outcome.perSecond = ((index + 1) * 1_000) / (performance.now() - startMs);
    if (index % API_EVERY === 0) {
      const body = JSON.stringify({ type: 'order.paid', tenant: 'acme', data: { index } });
      await send(
        index,
        '/v1/events',
        { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() },
        body,
      );
      return;
    }
    const body = stripeEvent();
    const { id } = JSON.parse(body) as { id: string };
    const stored = await send(index, '/webhooks/stripe', { 'stripe-signature': stripeSignature(body) }, body);
    (stored ? outcome.acknowledged : outcome.unacknowledged).add(id);
  });
  await Promise.all(requests);
  for (const agent of agents) await agent.destroy();
  return outcome;
}

async function startService(database: TestDatabase): Promise<ProcessUnderTest> {
  const environment = {
    DATA_DIR: await makeFolder('shutdown'),
    SANDBOX: 'off',
    SHUTDOWN_DELAY: String(SHUTDOWN_DELAY_SECONDS),
  };
  const service = await ProcessUnderTest.start(database.url, environment, 'test/faults/started-service.ts');
  cleanups.push(() => service.kill());
  return service;
}

async function createKey(databaseUrl: string): Promise<string> {
  const hookline = await startTestHookline({ databaseUrl, environment: { ROLE: 'web' } });
  const { key } = await hookline.app.get(ApiKeysService, { strict: false }).create('deploy', ['admin']);
  await hookline.close();
  return key;
}

describe('A deploy', () => {
  it(`at ${PER_SECOND} requests a second fails none of them, and loses nothing`, async () => {
    const database = await createTestDatabase();
    cleanups.push(() => database.drop());
    const reader = new Client({ connectionString: database.url });
    await reader.connect();
    cleanups.push(() => reader.end());
    await prepareAudit(reader);
    const key = await createKey(database.url);
    const services = [await startService(database), await startService(database)] as const;
    const balancer = await Balancer.start(services.map(({ url }) => url));
    cleanups.push(() => balancer.close());

    const ends: { code: number | null; ms: number }[] = [];
    const deploy = async () => {
      await sleep(1_000); // every connection stands by then
      for (let turn = 0; turn < DEPLOYS; turn += 1) {
        const service = services[turn % 2 === 0 ? 0 : 1];
        const beganMs = performance.now();
        const code = await service.terminate();
        ends.push({ code, ms: performance.now() - beganMs });
        if (!LONG) continue;
        await service.start();
        await eventually('it is served again', () => balancer.serves(service.url) || undefined);
      }
    };
    const [sent] = await Promise.all([load(balancer.url, key), deploy()]);

    expect({ refused: balancer.refused, failures: sent.failures }).toEqual({ refused: 0, failures: [] });
    // A machine that is too slow to send what is due would prove less than the name of this test says.
    expect(sent.perSecond).toBeGreaterThan(0.95 * PER_SECOND);
    expect(sent.acknowledged.size).toBe((PER_SECOND * SECONDS * (API_EVERY - 1)) / API_EVERY);
    for (const { code, ms } of ends) {
      expect(code).toBe(0);
      expect(ms).toBeLessThan(10_000);
      expect(ms).toBeGreaterThan(SHUTDOWN_DELAY_SECONDS * 1_000);
    }
    await eventually('every event is handled', async () => {
      const { rows } = await reader.query("SELECT 1 FROM webhook_events WHERE status <> 'processed' LIMIT 1");
      return rows.length === 0 || undefined;
    });
    expect(await audit(reader, sent)).toEqual(CLEAN);
    const { rows } = await reader.query('SELECT count(*)::int AS count FROM published_events');
    expect(rows).toEqual([{ count: (PER_SECOND * SECONDS) / API_EVERY }]);
  }, 240_000);
});
