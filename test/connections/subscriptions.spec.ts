import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { SubscriptionKeeper } from '../../src/connections/subscriptions/subscription-keeper.js';
import { ConnectionSubscriptions } from '../../src/connections/subscriptions/connection-subscriptions.js';
import { ConnectionEvents } from '../../src/connections/events/connection-events.js';
import type { Connection, HeldSubscription, SubscriptionKind } from '../../src/contracts/connections.js';
import { NotFoundError } from '../../src/contracts/errors.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { SubscriptionFacet } from '../../src/platform/facets/facets.js';
import { givenConnection } from '../support/connections.js';
import { eventually } from '../support/eventually.js';
import { faults, startFaultServer, type FaultServer } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const HOUR_MS = 3_600_000;

/** The provider's side: what is held there, and what was asked of it, in order. Both Hooklines of this file talk to it. */
const provider = {
  held: new Map<string, string>(),
  asked: [] as string[],
  wanted: ['inbox'],
  lifetimeMs: 24 * HOUR_MS,
  failing: false,
  sequence: 0,
};

@Injectable()
@SubscriptionFacet('acme')
class AcmeSubscriptions implements SubscriptionKind {
  readonly kind = 'mailbox-watch';
  readonly renewBeforeMs = 6 * HOUR_MS;
  readonly checkEveryMs = HOUR_MS;

  async resources(): Promise<readonly string[]> {
    return provider.wanted;
  }

  async create(_connection: Connection, resource: string): Promise<HeldSubscription> {
    if (provider.failing) throw new Error('The provider is out of order (token xoxb-12345678-secret).');
    const externalId = `watch-${++provider.sequence}`;
    provider.held.set(externalId, resource);
    provider.asked.push(`create ${externalId}`);
    const expiresAt = new Date(Date.now() + provider.lifetimeMs);
    return { externalId, expiresAt, state: { secret: `secret of ${externalId}` } };
  }

  async isHeld(
    _connection: Connection,
    _resource: string,
    { externalId }: HeldSubscription,
  ): Promise<boolean> {
    return provider.held.has(externalId);
  }

  async remove(_connection: Connection, _resource: string, held: HeldSubscription): Promise<void> {
    provider.asked.push(`remove ${held.externalId} with ${held.state?.['secret']}`);
    if (provider.failing) throw new Error('The provider is out of order.');
    if (provider.held.delete(held.externalId)) return;
    throw new NotFoundError('No such watch.', { provider: 'acme', operation: 'watches.delete' });
  }
}

@Module({ providers: [AcmeSubscriptions] })
class AcmeModule {}

const CALENDAR = 'https://www.googleapis.com/auth/calendar.events';

let google: FaultServer;
let hookline: TestHookline;
let other: TestHookline;
let database: Client;
let id: string;

beforeAll(async () => {
  google = await startFaultServer({
    answer: ({ path, body }) =>
      path.endsWith('/watch')
        ? faults.ok({
            kind: 'api#channel',
            id: JSON.parse(body.toString()).id,
            resourceId: 'resource-1',
            expiration: String(Date.now() + 7 * 24 * HOUR_MS),
          })
        : faults.status(204, {}, ''),
  });
  const environment = { GOOGLE_API_BASE_URL: google.url };
  hookline = await startTestHookline({ imports: [AcmeModule], environment });
  const { databaseUrl } = hookline;
  other = await startTestHookline({ imports: [AcmeModule], environment, databaseUrl });
  database = new Client({ connectionString: databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await other?.close();
  await hookline?.close();
  await google?.close();
});
beforeEach(async () => {
  await database.query('DELETE FROM connection_subscriptions');
  await database.query('DELETE FROM connections');
  provider.held.clear();
  Object.assign(provider, {
    asked: [],
    wanted: ['inbox'],
    lifetimeMs: 24 * HOUR_MS,
    failing: false,
    sequence: 0,
  });
  id = await givenConnection(hookline, { provider: 'acme', accessToken: 'a-token' });
});

const keeper = (of = hookline) => of.app.get(SubscriptionKeeper);
const subscriptions = () => hookline.app.get(ConnectionSubscriptions);
const only = async () => {
  const [one, ...more] = await subscriptions().of(id);
  expect(more).toEqual([]);
  return one;
};
/** Makes everything due, as if its time had come. */
const makeDue = () =>
  database.query(`UPDATE connection_subscriptions SET due_at = now() - interval '1 second'`);
const hoursFromNow = (time: Date | undefined) => ((time?.getTime() ?? 0) - Date.now()) / HOUR_MS;

describe('subscriptions kept alive', () => {
  it('are made as soon as an account is connected', async () => {
    const events = hookline.app.get(ConnectionEvents);
    await hookline.app
      .get(PrismaService)
      .$transaction((tx) => events.send({ type: 'connected', connectionId: id }, tx));
    const made = await eventually('a subscription', async () => {
      const one = await only();
      return one?.status === 'active' ? one : undefined;
    });
    expect(made).toMatchObject({ kind: 'mailbox-watch', resource: 'inbox', lastError: undefined });
    expect(hoursFromNow(made.expiresAt)).toBeCloseTo(24, 1);
    expect(hoursFromNow(made.dueAt)).toBeCloseTo(1, 1);
    expect([...provider.held.values()]).toEqual(['inbox']);
  });

  it('are renewed before they end, the new one first', async () => {
    await keeper().keepAll();
    await database.query(`UPDATE connection_subscriptions
      SET expires_at = now() + interval '5 hours', renewed_at = now() - interval '19 hours', due_at = now()`);
    await keeper().keepDue();
    expect(provider.asked).toEqual([
      'create watch-1',
      'create watch-2',
      'remove watch-1 with secret of watch-1',
    ]);
    expect(hoursFromNow((await only())?.expiresAt)).toBeCloseTo(24, 1);
  });

  it('are left alone while they are good', async () => {
    await keeper().keepAll();
    await makeDue();
    await keeper().keepDue();
    await keeper().keepAll();
    expect(provider.asked).toEqual(['create watch-1']);
    expect(hoursFromNow((await only())?.dueAt)).toBeCloseTo(1, 1);
  });

  it('are not renewed all the time when the provider grants less than they are renewed before', async () => {
    provider.lifetimeMs = HOUR_MS;
    await keeper().keepAll();
    expect(hoursFromNow((await only())?.dueAt)).toBeCloseTo(0.5, 1);
    await makeDue();
    await keeper().keepDue();
    expect(provider.asked).toEqual(['create watch-1']);
  });

  it('are made again when the provider has lost them', async () => {
    await keeper().keepAll();
    provider.held.clear();
    await makeDue();
    await keeper().keepDue();
    expect([...provider.held.keys()]).toEqual(['watch-2']);
    expect(await only()).toMatchObject({ status: 'active' });
  });

  it('are tried again after growing waits when the provider fails, and tell why', async () => {
    provider.failing = true;
    const waits = [];
    await keeper().keepAll();
    for (let failures = 1; failures <= 3; failures += 1) {
      const one = await only();
      waits.push(Math.round(hoursFromNow(one?.dueAt) * 60));
      expect(one).toMatchObject({ status: 'failed' });
      await keeper().keepDue(); // not due: nothing happens
      await makeDue();
      await keeper().keepDue();
    }
    expect(waits).toEqual([1, 2, 4]);
    expect((await only())?.lastError).toBe('The provider is out of order (token [redacted]).');
    provider.failing = false;
    await makeDue();
    await keeper().keepDue();
    expect(await only()).toMatchObject({ status: 'active', lastError: undefined });
    expect(provider.asked).toEqual(['create watch-1']);
  });

  it('are never made twice, however many processes are at it', async () => {
    provider.wanted = ['inbox', 'sent', 'drafts'];
    const both = [hookline, other, hookline, other];
    await Promise.all(both.flatMap((one) => [keeper(one).keepAll(), keeper(one).keepDue()]));
    await keeper().keepAll();
    expect([...provider.held.values()].toSorted()).toEqual(['drafts', 'inbox', 'sent']);
    expect(provider.asked).toHaveLength(3);
  });

  it('go when they are wanted no longer', async () => {
    provider.wanted = ['inbox', 'sent'];
    await keeper().keepAll();
    provider.wanted = ['sent'];
    await keeper().keepAll();
    expect([...provider.held.values()]).toEqual(['sent']);
    expect(await only()).toMatchObject({ resource: 'sent' });
  });

  it('wait while their connection has lost its access, and go on when it is back', async () => {
    await keeper().keepAll();
    await database.query(`UPDATE connections SET status = 'needs_reauth'`);
    provider.held.clear();
    await makeDue();
    await keeper().keepDue();
    await keeper().keepAll();
    expect(provider.asked).toEqual(['create watch-1']);
    await database.query(`UPDATE connections SET status = 'connected'`);
    await keeper().keepDue();
    expect(provider.asked[1]).toBe('create watch-2');
  });

  it('are made anew when their row was tampered with, and only that one', async () => {
    provider.wanted = ['inbox', 'sent'];
    await keeper().keepAll();
    await database.query(`UPDATE connection_subscriptions SET sealed_state = (
      SELECT sealed_state FROM connection_subscriptions WHERE resource = 'sent') WHERE resource = 'inbox'`);
    await makeDue();
    await keeper().keepDue();
    expect(provider.asked).toEqual(['create watch-1', 'create watch-2', 'create watch-3']);
    expect(await subscriptions().of(id)).toMatchObject([{ status: 'active' }, { status: 'active' }]);
  });
});

describe('removal', () => {
  it('ends all of a connection at its provider', async () => {
    provider.wanted = ['inbox', 'sent'];
    await keeper().keepAll();
    await subscriptions().removeAll(id);
    expect(provider.held.size).toBe(0);
    expect(await subscriptions().of(id)).toEqual([]);
  });

  it('is over even when the provider fails, or has them no longer', async () => {
    await keeper().keepAll();
    provider.failing = true;
    await subscriptions().removeAll(id);
    expect(await subscriptions().of(id)).toEqual([]);
    provider.failing = false;
    await keeper().keepAll();
    provider.held.clear();
    await subscriptions().removeAll(id);
    expect(await subscriptions().of(id)).toEqual([]);
  });

  it('forgets what was left of connections that ended', async () => {
    await keeper().keepAll();
    await database.query(`UPDATE connections SET status = 'revoked'`);
    await keeper().keepAll();
    expect(await subscriptions().of(id)).toEqual([]);
  });

  it('keeps nothing readable in the database', async () => {
    await keeper().keepAll();
    const { rows } = await database.query<{ row: string }>(
      'SELECT s::text AS row FROM connection_subscriptions s',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).not.toContain(Buffer.from('secret of watch-1').toString('hex'));
  });
});

describe('channels of Google Calendar', () => {
  const calls = () =>
    google.requests.map(({ path, headers, body }) => ({
      path,
      token: headers.authorization,
      body: JSON.parse(body.toString()),
    }));
  const notify = (token: string) =>
    fetch(`${hookline.url}/webhooks/google-calendar/${id}`, {
      method: 'POST',
      headers: {
        'X-Goog-Channel-Token': token,
        'X-Goog-Channel-ID': uuidv7(),
        'X-Goog-Resource-ID': 'resource-1',
        'X-Goog-Resource-URI': 'https://www.googleapis.com/calendar/v3/calendars/primary/events?alt=json',
        'X-Goog-Resource-State': 'sync',
        'X-Goog-Message-Number': '1',
      },
    });

  it('watch the account’s own calendar, renew with a token of their own, and are stopped', async () => {
    id = await givenConnection(hookline, {
      provider: 'google-calendar',
      accessToken: 'ya29.a-token',
      scopes: [CALENDAR],
    });
    await keeper().keepAll();
    const [first] = calls();
    expect(first).toMatchObject({
      path: '/calendar/v3/calendars/primary/events/watch',
      token: 'Bearer ya29.a-token',
      body: { type: 'web_hook', address: expect.stringMatching(`/webhooks/google-calendar/${id}$`) },
    });
    expect(await notify(first?.body.token)).toMatchObject({ status: 200 });
    expect(await notify('a-token-of-somebody-else')).toMatchObject({ status: 401 });

    await database.query(`UPDATE connection_subscriptions
      SET expires_at = now() + interval '1 hour', renewed_at = now() - interval '6 days', due_at = now()`);
    await keeper().keepDue();
    const [, second, stop] = calls();
    expect(second?.body.id).not.toBe(first?.body.id);
    expect(stop).toMatchObject({
      path: '/calendar/v3/channels/stop',
      body: { id: first?.body.id, resourceId: 'resource-1' },
    });
    expect(await notify(second?.body.token)).toMatchObject({ status: 200 });
    expect(await notify(first?.body.token)).toMatchObject({ status: 401 });

    await subscriptions().removeAll(id);
    expect(calls()[3]).toMatchObject({ body: { id: second?.body.id } });
    expect(await notify(second?.body.token)).toMatchObject({ status: 404 });
  });

  it('are none for an account whose scopes do not allow them', async () => {
    id = await givenConnection(hookline, {
      provider: 'google-calendar',
      accessToken: 'ya29.another',
      scopes: ['openid'],
    });
    await keeper().keepAll();
    expect(await subscriptions().of(id)).toEqual([]);
  });
});
