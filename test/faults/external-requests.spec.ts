import { afterEach, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually.js';
import { faults, startFaultServer } from '../support/fault-server.js';
import { startTestHookline } from '../support/hookline.js';
import { createTestDatabase } from '../support/test-database.js';
import { LONG } from './long-form.js';
import { ProcessUnderTest } from './process-under-test.js';

/** FAULTS J1, for the external API: workers die in the middle, and every request that was accepted is done and told. */

const REQUESTS = LONG ? 1_000 : 60;
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

/** A dead worker's job comes back when its heartbeat is missed (10 s) and somebody looks (5 s). */
const PATIENCE_MS = 90_000;

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

it(
  'Requests in the background survive kill -9 of the workers that have them in hand',
  async () => {
    const api = await startFaultServer({
      answer: ({ body }) => {
        const { data } = JSON.parse(body.toString()) as { data: { input: string } };
        const result = { processed_data: data.input, metadata: { processing_time: 0.2, version: 'v2.1' } };
        return { ...faults.ok({ success: true, result, request_id: `far-${data.input}` }), delayMs: 200 };
      },
    });
    const receiver = await startFaultServer();
    const database = await createTestDatabase();
    cleanups.push(
      () => database.drop(),
      () => Promise.all([api.close(), receiver.close()]),
    );
    const environment = {
      EXTERNAL_API_BASE_URL: api.url,
      EXTERNAL_API_RATE_LIMIT: '1000000',
      EXTERNAL_CALLBACK_SECRETS: SECRET,
    };
    const product = await startTestHookline({
      databaseUrl: database.url,
      environment: { ...environment, ROLE: 'web' },
    });
    cleanups.push(() => product.close());
    const startWorker = () => ProcessUnderTest.start(database.url, { ...environment, ROLE: 'worker' });
    const workers = [await startWorker(), await startWorker()];
    cleanups.push(() => Promise.all(workers.map((worker) => worker.kill())));

    const accepted = new Map<string, string>();
    for (let n = 0; n < REQUESTS; n += 1) {
      const { status, body } = await product.api('POST', '/api/external/process', {
        data: { input: `input-${n}`, format: 'text' },
        options: { async: true, callback_url: `${receiver.url}/callback` },
      });
      expect(status).toBe(202);
      accepted.set(body.request_id, `input-${n}`);
    }
    for (const [share, worker] of workers.entries()) {
      await eventually('work in hand', () =>
        api.requests.length > (share * REQUESTS) / 4 ? true : undefined,
      );
      await worker.kill();
      await worker.start();
    }

    const told = await eventually(
      'a callback for each',
      () => {
        const ids = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
        return ids.size === REQUESTS ? receiver.requests : undefined;
      },
      PATIENCE_MS,
    );
    for (const { headers, body } of told) {
      const event = new Webhook(SECRET).verify(body.toString(), { ...headers }) as {
        request_id: string;
        status: string;
        result: { processed_data: string };
      };
      expect(event).toMatchObject({ status: 'completed' });
      expect(event.result.processed_data).toBe(accepted.get(event.request_id));
    }
    for (const id of accepted.keys()) {
      const { body } = await eventually(`${id} to be settled`, async () => {
        const found = await product.api('GET', `/api/external/status/${id}`);
        return found.body.callback.status === 'delivered' ? found : undefined;
      });
      expect(body).toMatchObject({ status: 'completed' });
    }
  },
  PATIENCE_MS + 60_000,
);
