import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { LOGGER, type Logger } from '../src/platform/logging/logger.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { RejectedRequests } from '../src/webhooks/rejections/rejected-requests.js';
import { eventually } from './support/eventually.js';
import { googleCalendarSigner, notificationHeaders } from './support/google-calendar-webhooks.js';
import { request, startTestHookline, type TestHookline } from './support/hookline.js';
import { deliver, stripeEvent, stripeSignature } from './support/stripe-webhooks.js';
import { createTestDatabase } from './support/test-database.js';

@Injectable()
class Orders {
  readonly paid: string[] = [];

  @OnWebhook('stripe', 'payment_intent.succeeded')
  markPaid({ event }: WebhookContext<'stripe', 'payment_intent.succeeded'>): void {
    this.paid.push(event.externalId);
  }
}

@Module({ providers: [Orders] })
class ShopModule {}

interface Rejection {
  id: string;
  reason: string;
  message: string;
  [field: string]: unknown;
}

const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;
const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

/** Sends a body to `/webhooks/stripe`, or to an account of it, under a request id by which it is found again. */
async function refused(
  hookline: TestHookline,
  body: string,
  signature: string,
  { connectionId = '', headers = {} }: { connectionId?: string; headers?: Record<string, string> } = {},
): Promise<Rejection> {
  sent += 1;
  const requestId = `refused-${sent}`;
  const path = connectionId ? `/webhooks/stripe/${connectionId}` : '/webhooks/stripe';
  const answer = await request(`${hookline.url}${path}`, 'POST', body, {
    'Stripe-Signature': signature,
    'X-Request-ID': requestId,
    ...headers,
  });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: 'INVALID_SIGNATURE' } } });
  return kept(hookline, requestId);
}
let sent = 0;

/** The refused request of this id, once it is written down. */
function kept(hookline: TestHookline, requestId: string): Promise<Rejection> {
  return eventually(`the refused request ${requestId} is kept`, async () => {
    const { body } = await hookline.api('GET', '/v1/webhook-rejections?limit=100');
    return body.data.find((rejection: Rejection) => rejection['request_id'] === requestId);
  });
}

const setSecret = (hookline: TestHookline, connectionId: string, ...secrets: string[]) =>
  hookline.api('PUT', `/v1/webhook-accounts/stripe/${connectionId}`, { secrets });

const verify = (hookline: TestHookline, id: string, body?: unknown) =>
  hookline.api('POST', `/v1/webhook-rejections/${id}/verify`, body);

async function inDatabase<T>(hookline: TestHookline, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: hookline.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const countRejections = (hookline: TestHookline) =>
  inDatabase(hookline, async (client) => {
    const { rows } = await client.query('SELECT count(*)::int AS n FROM webhook_rejections');
    return rows[0].n as number;
  });

/** `webhook_rejections_total` of Stripe, by reason. */
async function counted(hookline: TestHookline): Promise<Record<string, number>> {
  const { body } = await request(`${hookline.url}/metrics`, 'GET');
  const lines = String(body).matchAll(
    /^webhook_rejections_total\{provider="stripe",reason="(\w+)"\} (\d+)$/gm,
  );
  return Object.fromEntries([...lines].map(([, reason, count]) => [reason, Number(count)]));
}

describe('A refused request', () => {
  let hookline: TestHookline;
  beforeAll(async () => {
    hookline = await startTestHookline();
    await setSecret(hookline, 'acct_red', 'whsec_red');
    await setSecret(hookline, 'acct_blue', 'whsec_blue');
  });
  afterAll(() => hookline?.close());

  it.each([
    ['without a signature', () => '', 'missing', 'The Stripe-Signature header is missing'],
    ['with half a signature', () => 't=1,v1=abc', 'malformed', 'not of the form t=…,v1=…'],
    [
      'signed an hour ago',
      (body: string) => stripeSignature(body, { timestamp: secondsAgo(3600) }),
      'stale',
      'But for its time, the signature is good',
    ],
    [
      'forged to look an hour old',
      (body: string) => stripeSignature(body, { secret: 'whsec_forged', timestamp: secondsAgo(3600) }),
      'stale',
      'not made with a secret that is set here',
    ],
    [
      'signed with another secret',
      (body: string) => stripeSignature(body, { secret: 'whsec_forged' }),
      'wrong_secret',
      'not signed with any of the secrets',
    ],
    [
      "signed with an account's secret",
      (body: string) => stripeSignature(body, { secret: 'whsec_blue' }),
      'other_account',
      'the account acct_blue',
    ],
    [
      'that was written anew on the way',
      (body: string) => stripeSignature(JSON.stringify(JSON.parse(body), null, 2)),
      're_encoded',
      'signed indented by two spaces',
    ],
    [
      'whose last line break was cut off on the way',
      (body: string) => stripeSignature(`${body}\n`),
      're_encoded',
      'a line break was cut off at its end',
    ],
  ])('%s is kept with its reason', async (_name, sign, reason, message) => {
    const body = stripeEvent();
    const rejection = await refused(hookline, body, sign(body));
    expect(rejection).toMatchObject({ provider: 'stripe', connection_id: null, reason, accepted_at: null });
    expect(rejection.message).toContain(message);
  });

  it.each([
    ['another account', 'whsec_blue', 'other_account', 'the account acct_blue'],
    ["the provider's own account", undefined, 'other_account', 'own account (STRIPE_WEBHOOK_SECRETS)'],
    ['nobody that we know', 'whsec_nobody', 'wrong_secret', 'not signed with any'],
  ])('for one account, signed with the secret of %s, says so', async (_name, secret, reason, message) => {
    const body = stripeEvent();
    const signature = stripeSignature(body, secret ? { secret } : {});
    const rejection = await refused(hookline, body, signature, { connectionId: 'acct_red' });
    expect(rejection).toMatchObject({ connection_id: 'acct_red', reason });
    expect(rejection.message).toContain(message);
    expect(rejection.message).not.toContain('whsec');
  });

  it('is counted by reason', async () => {
    expect(await counted(hookline)).toMatchObject({ missing: 1, malformed: 1, stale: 2, re_encoded: 2 });
  });

  it('is shown whole, without credentials', async () => {
    const body = stripeEvent();
    const signature = stripeSignature(body, { secret: 'whsec_forged' });
    const headers = {
      Authorization: 'Bearer hl_1234567890123456',
      'X-Goog-Channel-Token': 'a-token-of-somebody',
      'X-Note': 'Bearer abcdefgh12345678',
      'X-Plain': 'plain',
    };
    const { id } = await refused(hookline, body, signature, { headers });
    const { body: whole } = await hookline.api('GET', `/v1/webhook-rejections/${id}`);
    expect(whole).toMatchObject({
      method: 'POST',
      url: expect.stringMatching(/\/webhooks\/stripe$/),
      body,
      body_encoding: 'utf8',
      truncated: false,
    });
    expect(whole.headers).toMatchObject({
      'stripe-signature': signature,
      'x-goog-channel-token': '[redacted]',
      'x-note': '[redacted]',
      'x-plain': 'plain',
    });
    expect(whole.headers).not.toHaveProperty('authorization');
  });

  it('cannot hold the process up, though its JSON would be hundreds of MB if it were indented', async () => {
    const body = `${'['.repeat(250)}${'1,'.repeat(500_000)}1${']'.repeat(250)}`;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const rejection = await refused(hookline, body, stripeSignature(body, { secret: 'whsec_forged' }));
    delay.disable();
    expect(rejection).toMatchObject({ reason: 'wrong_secret', truncated: true });
    expect(delay.max / 1e6).toBeLessThan(500); // in ms; it was 2,000
  });

  it('that is not text is shown in base64', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    await fetch(`${hookline.url}/webhooks/stripe`, {
      method: 'POST',
      body: bytes,
      headers: { 'X-Request-ID': 'refused-bytes', 'Stripe-Signature': 't=1' },
    });
    const { id } = await kept(hookline, 'refused-bytes');
    expect((await hookline.api('GET', `/v1/webhook-rejections/${id}`)).body).toMatchObject({
      body: bytes.toString('base64'),
      body_encoding: 'base64',
    });
  });
});

describe('Verifying again', () => {
  let hookline: TestHookline;
  beforeAll(async () => {
    hookline = await startTestHookline({ imports: [ShopModule] });
  });
  afterAll(() => hookline?.close());

  it('lets the event in once the secret is corrected, and it is handled; doing so twice changes nothing', async () => {
    await setSecret(hookline, 'acct_typo', 'whsec_typo');
    const body = stripeEvent();
    const signature = stripeSignature(body, { secret: 'whsec_right' });
    const { id } = await refused(hookline, body, signature, { connectionId: 'acct_typo' });
    const before = await verify(hookline, id);
    expect(before).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT', details: [{ field: 'reason', issue: 'wrong_secret' }] } },
    });

    await setSecret(hookline, 'acct_typo', 'whsec_right');
    expect(await verify(hookline, id)).toMatchObject({ status: 200, body: { stored: 1, duplicates: 0 } });
    expect(await verify(hookline, id)).toMatchObject({ status: 200, body: { stored: 0, duplicates: 1 } });
    const { paid } = hookline.app.get(Orders, { strict: false });
    await eventually('it is handled', () => paid.includes(idOf(body)) || undefined);
    expect(paid.filter((event) => event === idOf(body))).toHaveLength(1);

    const { body: rejection } = await hookline.api('GET', `/v1/webhook-rejections/${id}`);
    expect(rejection.accepted_at).not.toBeNull();
    const { body: events } = await hookline.api('GET', '/v1/webhook-events');
    expect(events.data).toMatchObject([
      {
        external_id: idOf(body),
        connection_id: 'acct_typo',
        received_at: rejection.received_at,
        request_id: rejection.request_id,
      },
    ]);
  });

  it('lets all in that match, and tells how many', async () => {
    await setSecret(hookline, 'acct_many', 'whsec_typo');
    const bodies = [stripeEvent(), stripeEvent(), stripeEvent()];
    for (const body of bodies) {
      const signature = stripeSignature(body, { secret: 'whsec_many' });
      await refused(hookline, body, signature, { connectionId: 'acct_many' });
    }
    const forged = stripeEvent();
    await refused(hookline, forged, stripeSignature(forged, { secret: 'whsec_forged' }));
    await setSecret(hookline, 'acct_many', 'whsec_many');
    const filter = { provider: 'stripe', reason: 'wrong_secret' };
    expect(await hookline.api('POST', '/v1/webhook-rejections/verify', filter)).toMatchObject({
      status: 200,
      body: { accepted: 3, refused: 1, stored: 3, duplicates: 0 },
    });
    expect(await hookline.api('POST', '/v1/webhook-rejections/verify')).toMatchObject({
      status: 200,
      body: { accepted: 0, refused: 1, stored: 0, duplicates: 0 },
    });
    const accepted = await hookline.api('GET', '/v1/webhook-rejections?accepted=true&provider=stripe');
    expect(accepted.body.data).toHaveLength(4);
    const open = await hookline.api('GET', '/v1/webhook-rejections?accepted=false&reason=wrong_secret');
    expect(open.body.data).toHaveLength(1);
  });

  it('takes what came too late only when told that our clock was wrong, and only when it is genuine', async () => {
    const body = stripeEvent();
    const late = await refused(hookline, body, stripeSignature(body, { timestamp: secondsAgo(3600) }));
    expect(await verify(hookline, late.id, {})).toMatchObject({
      status: 409,
      body: { error: { details: [{ field: 'reason', issue: 'stale' }] } },
    });
    expect(await verify(hookline, late.id, { accept_stale: true })).toMatchObject({
      status: 200,
      body: { stored: 1, duplicates: 0 },
    });
    const forged = await refused(
      hookline,
      body,
      stripeSignature(body, { secret: 'whsec_forged', timestamp: secondsAgo(3600) }),
    );
    expect(await verify(hookline, forged.id, { accept_stale: true })).toMatchObject({
      status: 409,
      body: { error: { details: [{ field: 'reason', issue: 'wrong_secret' }] } },
    });
  });

  it('never lets altered bytes in', async () => {
    const body = stripeEvent();
    const { id } = await refused(hookline, body, stripeSignature(JSON.stringify(JSON.parse(body), null, 2)));
    const answer = await verify(hookline, id, { accept_stale: true });
    expect(answer).toMatchObject({
      status: 409,
      body: { error: { details: [{ field: 'reason', issue: 're_encoded' }] } },
    });
    expect((await hookline.api('GET', '/v1/webhook-events?limit=100')).body.data).not.toContainEqual(
      expect.objectContaining({ external_id: idOf(body) }),
    );
  });

  it('cannot be done with a body that was not kept whole', async () => {
    await setSecret(hookline, 'acct_large', 'whsec_typo');
    const body = stripeEvent('a.b', { filler: 'x'.repeat(300 * 1024) });
    const signature = stripeSignature(body, { secret: 'whsec_large' });
    const rejection = await refused(hookline, body, signature, { connectionId: 'acct_large' });
    expect(rejection['truncated']).toBe(true);
    await setSecret(hookline, 'acct_large', 'whsec_large');
    expect(await verify(hookline, rejection.id)).toMatchObject({
      status: 422,
      body: { error: { code: 'UNPROCESSABLE' } },
    });
    const { body: whole } = await hookline.api('GET', `/v1/webhook-rejections/${rejection.id}`);
    expect(whole.body).toHaveLength(256 * 1024);
  });

  it('cannot be done where the secret travels with the request, which is not kept', async () => {
    const google = await startTestHookline({ environment: googleCalendarSigner.environment });
    await request(`${google.url}/webhooks/google-calendar`, 'POST', '', {
      ...notificationHeaders(googleCalendarSigner.secrets[1]),
      'X-Request-ID': 'refused-google',
    });
    const { id } = await kept(google, 'refused-google');
    const answer = await verify(google, id);
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toContain('Not kept, as it is a secret: x-goog-channel-token');
    const stored = await inDatabase(google, (client) =>
      client.query('SELECT headers FROM webhook_rejections'),
    );
    expect(JSON.stringify(stored.rows)).not.toContain(googleCalendarSigner.secrets[1]);
    await google.close();
  });

  it('names what is wrong with a request, and says when there is no such rejection', async () => {
    const nowhere = '0198a1b2-0000-7000-8000-000000000000';
    expect((await hookline.api('GET', `/v1/webhook-rejections/${nowhere}`)).status).toBe(404);
    expect((await verify(hookline, nowhere)).status).toBe(404);
    expect((await verify(hookline, '7')).status).toBe(400);
    expect((await verify(hookline, nowhere, { accept_stale: 'yes' })).status).toBe(400);
    expect((await hookline.api('POST', '/v1/webhook-rejections/verify', { reason: 'none' })).status).toBe(
      400,
    );
    const { status, body } = await hookline.api(
      'GET',
      '/v1/webhook-rejections?limit=0&reason=lost&accepted=1&cursor=7',
    );
    expect(status).toBe(400);
    expect(body.error.details.map(({ field }: { field: string }) => field).toSorted()).toEqual([
      'accepted',
      'cursor',
      'limit',
      'reason',
    ]);
    const reader = { Authorization: `Bearer ${await hookline.createKey('webhooks:read')}` };
    const answer = await hookline.api('POST', '/v1/webhook-rejections/verify', {}, reader);
    expect(answer.status).toBe(403);
  });

  it('pages through all, newest first, each once', async () => {
    const expected = await inDatabase(hookline, (client) =>
      client.query('SELECT id FROM webhook_rejections ORDER BY id DESC'),
    );
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await hookline.api('GET', `/v1/webhook-rejections?limit=3${cursor}`);
      seen.push(...body.data.map((rejection: Rejection) => rejection.id));
      if (!body.next_cursor) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(seen).toEqual(expected.rows.map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(6);
  });
});

describe('A storm of 2,000 forgeries', () => {
  it('leaves few rows, is counted whole, and lets every genuine event through', async () => {
    const hookline = await startTestHookline();
    const begun = performance.now();
    const body = stripeEvent();
    const signature = stripeSignature(body, { secret: 'whsec_forged' });
    let forgeries = 2_000;
    const genuine: number[] = [];
    const forger = async () => {
      while (forgeries > 0) {
        forgeries -= 1;
        const turnOfGenuine = forgeries % 40 === 0;
        expect((await deliver(hookline.url, body, signature)).status).toBe(401);
        if (turnOfGenuine) genuine.push((await deliver(hookline.url, stripeEvent())).status);
      }
    };
    await Promise.all(Array.from({ length: 50 }, forger));
    expect(genuine).toEqual(Array.from({ length: 50 }, () => 200));
    const counts = await eventually('all are counted', async () => {
      const { wrong_secret: looked = 0, undiagnosed = 0 } = await counted(hookline);
      return looked + undiagnosed === 2_000 ? { looked, undiagnosed } : undefined;
    });
    const seconds = (performance.now() - begun) / 1_000;
    expect(counts.looked).toBeGreaterThanOrEqual(20);
    expect(counts.looked).toBeLessThanOrEqual(20 + Math.ceil(2 * seconds));
    await eventually(
      'they are written',
      async () => (await countRejections(hookline)) === counts.looked || undefined,
    );
    await hookline.close();
  });
});

describe('The table of refused requests', () => {
  const fill = (hookline: TestHookline, count: number, age: string) =>
    inDatabase(hookline, (client) =>
      client.query(
        `INSERT INTO webhook_rejections
           (id, provider, reason, message, received_at, request_id, method, url, headers, body)
         SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'stripe', 'missing', '',
           now() - $2::interval, '', 'POST', '', '{}', ''
         FROM generate_series(1, $1::int) AS n`,
        [count, age],
      ),
    );

  it('keeps 1,000 of each provider, the newest', async () => {
    const hookline = await startTestHookline();
    await fill(hookline, 1_200, '1 hour');
    const { id } = await refused(hookline, '{}', '');
    await eventually(
      'the rest is gone',
      async () => (await countRejections(hookline)) === 1_000 || undefined,
    );
    expect((await hookline.api('GET', '/v1/webhook-rejections?limit=1')).body.data).toMatchObject([{ id }]);
    await hookline.close();
  });

  it('keeps three days', async () => {
    const hookline = await startTestHookline();
    await fill(hookline, 900, '73 hours');
    await refused(hookline, '{}', '');
    expect(await hookline.app.get(RejectedRequests, { strict: false }).prune()).toBe(900);
    expect(await countRejections(hookline)).toBe(1);
    await hookline.close();
  });

  it('gets what is still in memory at a shutdown', async () => {
    const database = await createTestDatabase();
    const hookline = await startTestHookline({ databaseUrl: database.url });
    expect((await deliver(hookline.url, '{}', '')).status).toBe(401);
    await hookline.close();
    expect(await countRejections(hookline)).toBe(1);
    await database.drop();
  });
});

describe('A clock that is off', () => {
  const send = async (
    hookline: TestHookline,
    count: number,
    options: Parameters<typeof stripeSignature>[1],
  ) => {
    for (let sentSoFar = 0; sentSoFar < count; sentSoFar += 1) {
      const body = stripeEvent();
      await deliver(hookline.url, body, stripeSignature(body, options));
    }
  };
  const watch = (hookline: TestHookline) => {
    const logger = hookline.app.get<Logger>(LOGGER, { strict: false });
    const warn = vi.spyOn(logger, 'warn');
    return () =>
      warn.mock.calls
        .map(([fields]) => fields)
        .filter((fields) => JSON.stringify(fields).includes('clock_suspected'));
  };

  it("is suspected, once, when most of a provider's requests are genuine and stale", async () => {
    const hookline = await startTestHookline();
    const suspicions = watch(hookline);
    await send(hookline, 4, {});
    await send(hookline, 8, { timestamp: secondsAgo(-600) });
    const [suspicion] = await eventually('it is suspected', () =>
      suspicions().length ? suspicions() : undefined,
    );
    expect(suspicion).toMatchObject({ provider: 'stripe', stale: 8, believed: 4 });
    expect(suspicion).toHaveProperty('off_seconds', expect.closeTo(-600, -2));
    await send(hookline, 4, { timestamp: secondsAgo(-600) });
    await eventually(
      'they are looked at',
      async () => (await counted(hookline))['stale'] === 12 || undefined,
    );
    expect(suspicions()).toHaveLength(1);
    await hookline.close();
  });

  it.each([
    ['forgeries look old', 12, { secret: 'whsec_forged', timestamp: secondsAgo(600) }],
    ['fewer than ten came', 9, { timestamp: secondsAgo(600) }],
  ])('is not suspected when %s', async (_name, count, options) => {
    const hookline = await startTestHookline();
    const suspicions = watch(hookline);
    await send(hookline, count, options);
    await eventually(
      'they are looked at',
      async () => (await counted(hookline))['stale'] === count || undefined,
    );
    expect(suspicions()).toEqual([]);
    await hookline.close();
  });
});
