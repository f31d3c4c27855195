import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { jwtVerify } from 'jose';
import { GoogleCalendarModule } from '../src/providers/google-calendar/google-calendar.module.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { givenConnection } from './support/connections.js';
import { eventually } from './support/eventually.js';
import { faults, startFaultServer, type FaultServer } from './support/fault-server.js';
import { googleCalendarSigner, notificationHeaders } from './support/google-calendar-webhooks.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';

/** A product's handlers: what they were given, by calendar. */
@Injectable()
class Agenda {
  readonly changes = new Map<string, string[]>();
  readonly gone = new Map<string, boolean>();
  readonly begun: string[] = [];

  @OnWebhook('google-calendar', 'exists')
  update({ event: { payload } }: WebhookContext<'google-calendar', 'exists'>): void {
    const events = payload.events.map(({ id, status }) => `${id} ${status}`);
    this.changes.set(payload.notification.calendarId, events);
  }

  @OnWebhook('google-calendar', 'not_exists')
  remove({ event: { payload } }: WebhookContext<'google-calendar', 'not_exists'>): void {
    this.gone.set(payload.notification.calendarId, payload.events === null);
  }

  @OnWebhook('google-calendar', 'sync')
  begin({ event: { payload } }: WebhookContext<'google-calendar', 'sync'>): void {
    this.begun.push(payload.notification.calendarId);
  }
}

@Module({ providers: [Agenda] })
class ShopModule {}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ACCOUNT = {
  type: 'service_account',
  client_email: 'hookline@project.iam.gserviceaccount.com',
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

const NOT_FOUND = { error: { code: 404, message: 'Not Found', errors: [{ reason: 'notFound' }] } };

let google: FaultServer;
let hookline: TestHookline;

beforeAll(async () => {
  google = await startFaultServer({ answer: ({ path }) => answer(new URL(path, 'http://google')) });
  hookline = await start({ GOOGLE_SERVICE_ACCOUNT: JSON.stringify(ACCOUNT) });
});
afterAll(async () => {
  await hookline?.close();
  await google?.close();
});

/** Google's side: a calendar whose changes come in two pages, and none else. */
function answer({ pathname, searchParams }: URL) {
  if (!pathname.includes('my_calendar')) return faults.status(404, {}, NOT_FOUND);
  if (searchParams.get('pageToken') === 'second') {
    return faults.ok({ kind: 'calendar#events', items: [{ id: 'event-2', status: 'cancelled' }] });
  }
  const items = [{ id: 'event-1', status: 'confirmed', summary: 'Lunch' }];
  return faults.ok({ kind: 'calendar#events', items, nextPageToken: 'second' });
}

const start = (environment: Record<string, string>) =>
  startTestHookline({
    imports: [GoogleCalendarModule, ShopModule],
    environment: { ...googleCalendarSigner.environment, GOOGLE_API_BASE_URL: google.url, ...environment },
  });

async function notify(headers: Record<string, string>, { url } = hookline, account = '') {
  const response = await fetch(`${url}/webhooks/google-calendar${account}`, { method: 'POST', headers });
  return { status: response.status, body: await response.json() };
}

const setToken = (account: string) =>
  hookline.api('PUT', `/v1/webhook-accounts/google-calendar/${account}`, {
    secrets: googleCalendarSigner.secrets.slice(0, 1),
  });
const message = (headers: Record<string, string> = {}) =>
  notificationHeaders(googleCalendarSigner.secrets[0], headers);
const calendar = (id: string) => ({
  'X-Goog-Resource-URI': `https://www.googleapis.com/calendar/v3/calendars/${id}/events?alt=json`,
});

/** The ids of what is stored. */
async function storedIds(): Promise<string[]> {
  const { body } = await hookline.api('GET', '/v1/webhook-events?provider=google-calendar&limit=100');
  return body.data.map(({ id }: { id: string }) => id);
}

/** What a handler has failed with. */
function failure({ api }: TestHookline): Promise<string> {
  return eventually('a handler has failed', async () => {
    const { body } = await api('GET', '/v1/webhook-events?provider=google-calendar&status=dead');
    return body.data[0] && JSON.stringify(body.data[0].handlers);
  });
}

describe('POST /webhooks/google-calendar', () => {
  it('gives handlers the events that changed, as Google itself tells them', async () => {
    const before = Date.now();
    const headers = message({
      'X-Goog-Resource-URI': 'https://evil.example/calendar/v3/calendars/my_calendar@example.com/events',
    });
    expect(await notify(headers)).toEqual({ status: 200, body: { stored: 1, duplicates: 0 } });
    const { changes } = hookline.app.get(Agenda, { strict: false });
    const events = await eventually('the change is handled', () => changes.get('my_calendar@example.com'));
    expect(events).toEqual(['event-1 confirmed', 'event-2 cancelled']);

    const asked = google.requests.map(({ path }) => new URL(path, google.url));
    expect(asked.map(({ pathname }) => pathname)).toEqual([
      '/calendar/v3/calendars/my_calendar%40example.com/events',
      '/calendar/v3/calendars/my_calendar%40example.com/events',
    ]);
    const updatedMin = new Date(asked[0]?.searchParams.get('updatedMin') ?? '').getTime();
    expect(updatedMin).toBeLessThan(before);
    expect(updatedMin).toBeGreaterThan(before - 3_600_000);
    expect(asked[0]?.searchParams.get('showDeleted')).toBe('true');
  });

  it('asks as the service account, with a token that it signs itself', async () => {
    const [request] = google.requests;
    const token = request?.headers['authorization']?.replace('Bearer ', '') ?? '';
    const { payload, protectedHeader } = await jwtVerify(token, publicKey);
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'key-1' });
    expect(payload).toMatchObject({
      iss: ACCOUNT.client_email,
      sub: ACCOUNT.client_email,
      scope:
        'https://www.googleapis.com/auth/calendar.events https://www.googleapis.com/auth/calendar.readonly',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600);
    expect(payload.aud).toBeUndefined();
  });

  it('stores a message once, and the numbers of a channel apart', async () => {
    const headers = message({ ...calendar('my_calendar'), 'X-Goog-Resource-State': 'sync' });
    expect((await notify(headers)).body).toEqual({ stored: 1, duplicates: 0 });
    expect((await notify(headers)).body).toEqual({ stored: 0, duplicates: 1 });
    expect((await notify({ ...headers, 'X-Goog-Message-Number': '900' })).body).toEqual({
      stored: 1,
      duplicates: 0,
    });
    const { begun } = hookline.app.get(Agenda, { strict: false });
    await eventually('both are handled', () => (begun.length === 2 ? begun : undefined));
  });

  it('does not believe that a calendar is gone before Google says so', async () => {
    const { gone } = hookline.app.get(Agenda, { strict: false });
    for (const id of ['my_calendar_still_here', 'deleted_one']) {
      const headers = message({ ...calendar(id), 'X-Goog-Resource-State': 'not_exists' });
      expect((await notify(headers)).status).toBe(200);
    }
    await eventually('both are handled', () => (gone.size === 2 ? gone : undefined));
    expect(Object.fromEntries(gone)).toEqual({ my_calendar_still_here: false, deleted_one: true });
  });

  it('says what to do about a calendar that changes and is not shown to us', async () => {
    await notify(message(calendar('hidden')));
    const error = await failure(hookline);
    expect(error).toContain('Share the calendar with the service account');
    expect(error).not.toContain('PRIVATE KEY');
  });

  it('refuses with 401 what has no token of ours, and stores nothing', async () => {
    const before = await storedIds();
    const { 'X-Goog-Channel-Token': _token, ...without } = message();
    const forged = [notificationHeaders(googleCalendarSigner.secrets[1]), without];
    const answers = await Promise.all(forged.map((headers) => notify(headers)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(await storedIds()).toEqual(before);
  });

  it('keeps the event without a service account, and says what to set', async () => {
    const unconfigured = await start({});
    try {
      expect((await notify(message(), unconfigured)).status).toBe(200);
      expect(await failure(unconfigured)).toContain('Set GOOGLE_SERVICE_ACCOUNT');
    } finally {
      await unconfigured.close();
    }
  });

  it('asks as the connected account when it came for one', async () => {
    const id = await givenConnection(hookline, { provider: 'google-calendar', accessToken: 'ya29.of-acme' });
    await setToken(id);
    const headers = message({ ...calendar('my_calendar_of_acme'), 'X-Goog-Channel-ID': 'channel-of-acme' });
    expect((await notify(headers, hookline, `/${id}`)).status).toBe(200);
    const { changes } = hookline.app.get(Agenda, { strict: false });
    await eventually('the change is handled', () => changes.get('my_calendar_of_acme'));
    const asked = google.requests.filter(({ path }) => path.includes('my_calendar_of_acme'));
    expect(new Set(asked.map((one) => one.headers['authorization']))).toEqual(
      new Set(['Bearer ya29.of-acme']),
    );
  });

  it('asks nothing as the service account for an account that is not connected', async () => {
    await setToken('attacker');
    const of = (state: string, name: string) =>
      message({ ...calendar(name), 'X-Goog-Resource-State': state, 'X-Goog-Channel-ID': name });
    for (const state of ['exists', 'not_exists']) {
      const headers = of(state, `my_calendar_of_ours_${state}`);
      expect((await notify(headers, hookline, '/attacker')).status).toBe(200);
    }
    await eventually('both have failed for good', async () => {
      const { body } = await hookline.api('GET', '/v1/webhook-events?connection_id=attacker&status=dead');
      return body.data.length === 2 || undefined;
    });
    expect(await failure(hookline)).toContain('is no connection of google-calendar');
    expect(google.requests.filter(({ path }) => path.includes('of_ours'))).toEqual([]);
    expect(hookline.app.get(Agenda, { strict: false }).gone.has('my_calendar_of_ours_not_exists')).toBe(
      false,
    );
  });
});
