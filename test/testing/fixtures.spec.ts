import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PaymentsService, money } from '../../src/index.js';
import {
  recordFixtures,
  startSandboxes,
  startTestHookline,
  type FixtureMode,
  type TestSandboxes,
} from '../../src/testing/index.js';
import { faults, startFaultServer } from '../support/fault-server.js';
import { makeFolder } from '../support/run-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const page = z.object({ next: z.url(), note: z.string(), by: z.string() });

let database: TestDatabase;
let sandboxes: TestSandboxes<'stripe'>;
let file: string;

beforeAll(async () => {
  database = await createTestDatabase();
  sandboxes = await startSandboxes({ providers: ['stripe'] });
  file = join(await makeFolder('fixtures'), 'stripe.json');
});

afterAll(async () => {
  await sandboxes?.stop();
  await database?.drop();
});

/** Pays through Hookline, whose calls go by the recorder. */
async function payRecorded(mode: FixtureMode, target: string) {
  const recorder = await recordFixtures({ file, mode, targets: { STRIPE_API_BASE_URL: target } });
  const environment = { ...recorder.environment, STRIPE_MAX_RETRIES: '0' };
  const hookline = await startTestHookline({ databaseUrl: database.url, sandboxes, environment });
  try {
    const payments = hookline.app.get(PaymentsService, { strict: false });
    const payment = await payments.createPayment(
      {
        ...money(2_500, 'EUR'),
        paymentMethod: 'pm_card_visa',
        description: 'For jane.doe@example.com, +44 20 7946 0958',
        metadata: { order_id: '42' },
      },
      { idempotencyKey: `recorded-${mode}` },
    );
    return { payment, recorder };
  } finally {
    await hookline.stop();
  }
}

describe('the fixture recorder', () => {
  it('records a payment without anything secret, and replays it without the provider', async () => {
    const recorded = await payRecorded('record', sandboxes.stripe.url);
    await recorded.recorder.stop();
    const text = await readFile(file, 'utf8');
    for (const secret of [
      sandboxes.environment.STRIPE_SECRET_KEY ?? '',
      'jane.doe@example.com',
      '7946 0958',
      recorded.payment.clientSecret ?? '_secret_',
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('somebody@redacted.example');

    const asked = sandboxes.stripe.requests().length;
    const replayed = await payRecorded('replay', 'http://127.0.0.1:1');
    await replayed.recorder.stop();
    expect(replayed.payment).toMatchObject({ id: recorded.payment.id, status: 'succeeded', amount: 2_500 });
    expect(sandboxes.stripe.requests()).toHaveLength(asked);
  });

  it('fails on a call without a fixture, and names it', async () => {
    const recorder = await recordFixtures({
      file,
      mode: 'replay',
      targets: { STRIPE_API_BASE_URL: 'http://127.0.0.1:1' },
    });
    const answer = await fetch(`${recorder.environment.STRIPE_API_BASE_URL}/v1/refunds?limit=3`);
    expect(answer.status).toBe(400);
    const sentence =
      "There is no fixture for GET /v1/refunds?limit=3 (STRIPE_API_BASE_URL). Record it with mode: 'record'.";
    expect(await answer.json()).toMatchObject({ message: sentence });
    await expect(recorder.stop()).rejects.toThrow(sentence);
  });

  it('has nothing to replay without a file, and says so', async () => {
    const missing = join(await makeFolder('fixtures'), 'none.json');
    await expect(recordFixtures({ file: missing, mode: 'replay', targets: {} })).rejects.toThrow(
      'There is nothing to replay',
    );
  });

  it('adds what is new in auto, follows pages of the provider, and takes planted secrets out of everything', async () => {
    const planted = 'planted-secret-9f8e7d';
    const provider = await startFaultServer({
      answer: ({ path }) =>
        path.includes('page=2')
          ? faults.ok({ access_token: 'tok_of_the_answer', phone: '020 7946 0000' })
          : faults.ok(
              { next: `${provider.url}/things?page=2`, note: planted, by: 'max@corp.example' },
              { 'content-type': 'application/json', link: `<${provider.url}/things?page=2>; rel="next"` },
            ),
    });
    const autoFile = join(await makeFolder('fixtures'), 'auto.json');
    const targets = { ACME_API_BASE_URL: provider.url };
    const headers = { authorization: `Basic ${Buffer.from('client-name:client-word').toString('base64')}` };
    const run = async () => {
      const recorder = await recordFixtures({ file: autoFile, mode: 'auto', targets, secrets: [planted] });
      const url = `${recorder.environment.ACME_API_BASE_URL}/things?email=max%40corp.example&token=${planted}`;
      const first = page.parse(await (await fetch(url, { headers })).json());
      const second: unknown = await (await fetch(first.next, { headers })).json();
      await recorder.stop();
      return { first, second };
    };
    try {
      const recorded = await run();
      expect(recorded.first.note).toBe(planted); // the product is given the real answer while it is recorded
      const asked = provider.requests.length;
      const replayed = await run();
      expect(provider.requests).toHaveLength(asked);
      expect(replayed.first).toMatchObject({ note: '[redacted]', by: 'somebody@redacted.example' });
      expect(replayed.second).toEqual({ access_token: '[redacted]', phone: '+12025550100' });
      const text = await readFile(autoFile, 'utf8');
      for (const secret of [planted, 'tok_of_the_answer', 'client-word', 'max@corp', 'max%40corp', '7946']) {
        expect(text).not.toContain(secret);
      }
    } finally {
      await provider.close();
    }
  });
});
