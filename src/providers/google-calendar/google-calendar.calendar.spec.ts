import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeJwt } from 'jose';
import { givenConnection } from '../../../test/support/connections.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../../../test/support/fault-server.js';
import { notificationHeaders } from '../../../test/support/google-calendar-webhooks.js';
import { startTestHookline, type TestHookline } from '../../../test/support/hookline.js';
import type { EventInput } from '../../contracts/calendars.js';
import {
  ConnectionError,
  NotConfiguredError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  ProviderUnavailableError,
  RateLimitError,
  ResponseFormatError,
  ValidationError,
} from '../../contracts/errors.js';
import { GoogleCalendarProvider } from './google-calendar.calendar.js';
import { GoogleCalendarOutcomes } from './google-calendar.outcomes.js';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SERVICE_ACCOUNT = JSON.stringify({
  type: 'service_account',
  client_email: 'hookline@project.iam.gserviceaccount.com',
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
});
const CHANNEL_TOKEN = 'a-token-of-our-own-channels';

const INPUT: EventInput = {
  title: 'Stand-up',
  start: { at: new Date('2026-12-01T08:00:00Z'), timeZone: 'Europe/Warsaw' },
  end: { at: new Date('2026-12-01T09:00:00Z'), timeZone: 'Europe/Warsaw' },
};

const refusal = (status: number, reason: string, place: object = {}) =>
  faults.status(status, {}, { error: { code: status, message: 'No.', errors: [{ reason, ...place }] } });

let google: FaultServer;
let hookline: TestHookline;
let provider: GoogleCalendarProvider;
/** What Google does at the moment. */
let answer: (request: ReceivedRequest) => Fault;
let before: number;

beforeAll(async () => {
  google = await startFaultServer({ answer: (request) => answer(request) });
  hookline = await start({ GOOGLE_SERVICE_ACCOUNT: SERVICE_ACCOUNT, GOOGLE_CHANNEL_TOKENS: CHANNEL_TOKEN });
  provider = providerOf(hookline);
});
beforeEach(() => {
  before = google.requests.length;
  answer = ({ body }) => faults.ok(body.length > 0 ? JSON.parse(body.toString()) : {});
});
afterAll(async () => {
  await hookline?.close();
  await google?.close();
});

const providerOf = ({ app }: TestHookline) => app.get(GoogleCalendarProvider, { strict: false });
const start = (environment: Record<string, string>) =>
  startTestHookline({
    environment: {
      GOOGLE_API_BASE_URL: google.url,
      GOOGLE_RETRY_DELAY: '0.001',
      GOOGLE_RATE_LIMIT: '1000000',
      ...environment,
    },
  });

/** What was asked of Google in this test. */
const asked = () =>
  google.requests.slice(before).map(({ method, path, headers, body }) => {
    const { pathname, searchParams } = new URL(path, google.url);
    const isJson = headers['content-type'] === 'application/json';
    return {
      method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers,
      body: isJson ? JSON.parse(body.toString()) : body.toString(),
    };
  });

describe('what is sent', () => {
  it('is an event whose id comes from the idempotency key', async () => {
    const options = { idempotencyKey: 'order-42' };
    const event = await provider.createEvent('team@example.com', INPUT, options);
    expect(event.id).toMatch(/^[a-v0-9]{52}$/);
    expect(asked()).toMatchObject([
      {
        method: 'POST',
        path: '/calendar/v3/calendars/team%40example.com/events',
        query: { sendUpdates: 'none' },
        body: {
          id: event.id,
          summary: 'Stand-up',
          start: { dateTime: '2026-12-01T09:00:00+01:00', timeZone: 'Europe/Warsaw' },
          end: { dateTime: '2026-12-01T10:00:00+01:00', timeZone: 'Europe/Warsaw' },
        },
      },
    ]);
    await provider.createEvent('primary', INPUT, options);
    await provider.createEvent('primary', INPUT);
    const ids = asked().map(({ body }) => body.id);
    expect(ids[1]).toBe(event.id);
    expect(ids[2]).not.toBe(event.id);
  });

  it('invites attendees by e-mail unless told not to, and asks for a conference by a key of its own', async () => {
    const attendees = [
      { email: 'ada@example.com', name: 'Ada', optional: true, response: 'tentative' as const },
    ];
    await provider.createEvent('primary', { ...INPUT, attendees, conference: true });
    await provider.createEvent('primary', { ...INPUT, attendees, notifyAttendees: false });
    const [first, second] = asked();
    expect(first).toMatchObject({
      query: { sendUpdates: 'all', conferenceDataVersion: '1' },
      body: {
        attendees: [
          { email: 'ada@example.com', displayName: 'Ada', optional: true, responseStatus: 'tentative' },
        ],
        conferenceData: {
          createRequest: { requestId: first?.body.id, conferenceSolutionKey: { type: 'hangoutsMeet' } },
        },
      },
    });
    expect(second?.query).toEqual({ sendUpdates: 'none' });
  });

  it('goes as the service account, whose tokens may read and write', async () => {
    await provider.createEvent('primary', INPUT);
    const [call] = asked();
    const { scope } = decodeJwt(call?.headers['authorization']?.replace('Bearer ', '') ?? '');
    expect(scope).toBe(
      'https://www.googleapis.com/auth/calendar.events https://www.googleapis.com/auth/calendar.readonly',
    );
  });

  it('goes as a connected account where one is named', async () => {
    const connectionId = await givenConnection(hookline, {
      provider: 'google-calendar',
      accessToken: 'ya29.of-ada',
      tenant: 'ada',
    });
    await provider.createEvent('primary', INPUT, { connectionId });
    await provider.createEvent('primary', INPUT, { tenant: 'ada' });
    expect(asked().map(({ headers }) => headers['authorization'])).toEqual(
      Array(2).fill('Bearer ya29.of-ada'),
    );
  });

  it('is nothing without any account', async () => {
    const unconfigured = await start({});
    try {
      const created = providerOf(unconfigured).createEvent('primary', INPUT);
      await expect(created).rejects.toThrow(NotConfiguredError);
      await expect(created).rejects.toThrow('Set GOOGLE_SERVICE_ACCOUNT');
      expect(asked()).toEqual([]);
    } finally {
      await unconfigured.close();
    }
  });
});

describe('an answer that is lost', () => {
  it('is asked for again where that makes no second event', async () => {
    let calls = 0;
    answer = ({ body }) => (++calls === 1 ? faults.resetAfter() : faults.ok(JSON.parse(body.toString())));
    await provider.createEvent('primary', INPUT);
    const [first, second] = asked();
    expect(second?.body).toEqual(first?.body);
  });

  it('leaves a change under a condition in doubt, which could not be told from somebody else’s', async () => {
    answer = () => faults.resetAfter();
    const changed = provider.updateEvent('primary', 'abcde', { title: 'New', ifVersion: '"1"' });
    await expect(changed).rejects.toThrow(OutcomeUnknownError);
    expect(asked()).toMatchObject([{ method: 'PATCH', headers: { 'if-match': '"1"' } }]);
  });

  it('is an error when Google stays away', async () => {
    answer = () => faults.resetBefore();
    await expect(provider.getEvent('primary', 'abcde')).rejects.toThrow(ConnectionError);
  });
});

describe('a call whose outcome nobody knows', () => {
  const EVENTS = '/calendar/v3/calendars/:calendarId/events';
  const made = { method: 'POST', endpoint: EVENTS, path: '/calendar/v3/calendars/a%40b.example/events' };
  const deleted = { method: 'DELETE', endpoint: `${EVENTS}/:eventId`, path: `${made.path}/abcde` };
  const changed = { ...deleted, method: 'PATCH' };
  const event = (status: string) => faults.ok({ id: 'abcde', status });
  const missing = refusal(404, 'notFound');

  it.each<[string, typeof made, Fault, number, object]>([
    ['was made', made, event('confirmed'), 0, { status: 'happened', objectId: 'abcde' }],
    ['was made and deleted since', made, event('cancelled'), 0, { status: 'happened', objectId: 'abcde' }],
    ['may still be made', made, missing, 0, { status: 'unknown' }],
    ['was never made', made, missing, 600_000, { status: 'not_happened' }],
    ['was deleted', deleted, event('cancelled'), 0, { status: 'happened', objectId: 'abcde' }],
    ['is gone', deleted, missing, 0, { status: 'happened', objectId: 'abcde' }],
    ['was not deleted', deleted, event('confirmed'), 600_000, { status: 'not_happened' }],
    ['was changed, perhaps', changed, event('confirmed'), 600_000, { status: 'unknown' }],
  ])('is looked into: the event %s', async (_what, call, told, ageMs, finding) => {
    answer = () => told;
    const when = new Date(Date.now() - ageMs);
    const record = {
      id: '1',
      provider: 'google-calendar',
      connectionId: undefined,
      operation: 'events.create',
      idempotencyKey: 'order-42',
      reference: 'abcde',
      sentAt: when,
      givenUpAt: when,
      ...call,
    };
    const outcomes = hookline.app.get(GoogleCalendarOutcomes, { strict: false });
    expect(await outcomes.resolve(record, AbortSignal.timeout(5_000))).toEqual(finding);
    for (const { path } of asked()) expect(path).toBe(deleted.path);
  });
});

describe('many at once', () => {
  const inputs = (count: number) =>
    Array.from({ length: count }, (_each, index) => ({ ...INPUT, title: `Event ${index}` }));

  /** Answers a batch, in the opposite order, by what each call is to be told; `undefined` leaves it out. */
  const batchAnswer = (
    request: ReceivedRequest,
    tell: (call: { path: string; json: string }) => object | undefined,
  ) => {
    const calls = [
      ...request.body
        .toString()
        .matchAll(/<item-(\d+)>\r\n\r\n\w+ (\S+) HTTP\/1\.1\r\n(?:.+\r\n)?\r\n(.*)\r\n/g),
    ];
    const parts = calls.toReversed().flatMap(([, index, path = '', json = '']) => {
      const told = tell({ path, json });
      const status = told && 'error' in told ? (told.error as { code: number }).code : 200;
      return told
        ? [
            `--b\r\nContent-ID: <response-item-${index}>\r\n\r\nHTTP/1.1 ${status} X\r\n\r\n${JSON.stringify(told)}\r\n`,
          ]
        : [];
    });
    return faults.ok(`${parts.join('')}--b--\r\n`, { 'content-type': 'multipart/mixed; boundary=b' });
  };
  const failure = (code: number, reason: string) => ({
    error: { code, message: 'No.', errors: [{ reason }] },
  });

  it('go fifty at a time, each with what Google says to it', async () => {
    answer = (request) =>
      batchAnswer(request, ({ json }) => {
        const event = JSON.parse(json) as { summary: string };
        if (event.summary === 'Event 3') return failure(403, 'rateLimitExceeded');
        if (event.summary === 'Event 4') return undefined;
        if (event.summary === 'Event 5') return { summary: 'without an id' };
        return event.summary === 'Event 119' ? failure(503, 'backendError') : event;
      });
    const outcomes = await provider.createEvents('team@example.com', inputs(120));
    expect(asked().map(({ path }) => path)).toEqual(Array(3).fill('/batch/calendar/v3'));
    const [{ body, headers } = {}] = asked();
    expect(headers?.['content-type']).toMatch(/^multipart\/mixed; boundary=\S+$/);
    expect(
      body.match(/POST \/calendar\/v3\/calendars\/team%40example.com\/events\?sendUpdates=none HTTP/g),
    ).toHaveLength(50);
    const failed = outcomes.flatMap((each, index) =>
      'error' in each ? [[index, each.error.constructor]] : [],
    );
    expect(failed).toEqual([
      [3, RateLimitError],
      [4, ResponseFormatError],
      [5, ResponseFormatError],
      [119, ProviderUnavailableError],
    ]);
    expect(outcomes[50]).toMatchObject({ event: { title: 'Event 50' } });
  });

  it('have failed all when their call has, and the others have not', async () => {
    let batches = 0;
    answer = (request) => {
      batches += 1;
      return batches === 1 ? refusal(403, 'forbidden') : batchAnswer(request, ({ json }) => JSON.parse(json));
    };
    const outcomes = await provider.createEvents('primary', inputs(60));
    expect(outcomes.map((each) => 'event' in each)).toEqual([
      ...Array(50).fill(false),
      ...Array(10).fill(true),
    ]);
    expect(outcomes[0]).toMatchObject({ error: expect.any(PermissionError) });
  });

  it('end when nobody waits for them any more', async () => {
    const controller = new AbortController();
    answer = () => {
      controller.abort(new Error('enough'));
      return faults.hang();
    };
    const created = provider.createEvents('primary', inputs(60), { signal: controller.signal });
    await expect(created).rejects.toThrow('enough');
    expect(asked()).toHaveLength(1);
  });
});

describe('free and busy', () => {
  const span = { from: new Date('2026-12-01T00:00:00Z'), to: new Date('2026-12-02T00:00:00Z') };

  it('is asked for fifty calendars at a time, and told without overlaps', async () => {
    const busy = [
      { start: '2026-12-01T12:00:00Z', end: '2026-12-01T13:00:00Z' },
      { start: '2026-12-01T09:00:00+01:00', end: '2026-12-01T10:00:00+01:00' },
      { start: '2026-12-01T08:30:00Z', end: '2026-12-01T08:45:00Z' },
      { start: '2026-12-01T09:00:00Z', end: '2026-12-01T09:30:00Z' },
    ];
    answer = ({ body }) => {
      const { items } = JSON.parse(body.toString()) as { items: { id: string }[] };
      return faults.ok({ calendars: Object.fromEntries(items.map(({ id }) => [id, { busy }])) });
    };
    const ids = Array.from({ length: 51 }, (_each, index) => `calendar-${index}@example.com`);
    const found = await provider.freeBusy(ids, span);
    expect(asked().map(({ body }) => body.items.length)).toEqual([50, 1]);
    expect(found.map(({ calendarId }) => calendarId)).toEqual(ids);
    expect(found[50]?.busy).toEqual([
      { from: new Date('2026-12-01T08:00:00Z'), to: new Date('2026-12-01T09:30:00Z') },
      { from: new Date('2026-12-01T12:00:00Z'), to: new Date('2026-12-01T13:00:00Z') },
    ]);
  });

  it.each([
    ['notFound', NotFoundError],
    ['internalError', ProviderUnavailableError],
  ])('is an error when Google says %s of a calendar', async (reason, error) => {
    answer = () => faults.ok({ calendars: { primary: { errors: [{ domain: 'global', reason }] } } });
    await expect(provider.freeBusy(['primary'], span)).rejects.toThrow(error);
  });

  it('is an error when Google says nothing of a calendar', async () => {
    answer = () => faults.ok({ calendars: {} });
    await expect(provider.freeBusy(['primary'], span)).rejects.toThrow(ResponseFormatError);
  });
});

describe('what Google refuses', () => {
  it.each<[number, string, object, string | undefined]>([
    [400, 'required', { location: 'end' }, 'end'],
    [400, 'invalid', { location: 'start.dateTime' }, 'start'],
    [400, 'invalid', { location: 'timeMin' }, 'from'],
    [400, 'timeRangeEmpty', { location: 'timeMax' }, 'end'],
    [400, 'invalid', {}, undefined],
  ])('is told by our names: %i %s %j', async (status, reason, place, field) => {
    answer = () => refusal(status, reason, place);
    const error = await provider
      .updateEvent('primary', 'abcde', { title: 'New' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).details.map((detail) => detail.field)).toEqual(field ? [field] : []);
  });

  it.each([
    ['insufficientPermissions', 'with all its scopes'],
    ['forbiddenForServiceAccounts', 'on behalf of a person'],
    ['accessNotConfigured', 'Enable the Google Calendar API'],
    ['requiredAccessLevel', 'Share the calendar'],
  ])('for %s says what to do', async (reason, advice) => {
    answer = () => refusal(403, reason);
    const created = provider.createEvent('primary', INPUT);
    await expect(created).rejects.toThrow(PermissionError);
    await expect(created).rejects.toThrow(advice);
  });

  it('is never a page of changes without an end', async () => {
    answer = () => faults.ok({ items: [] });
    await expect(provider.changedEvents('primary')).rejects.toThrow(ResponseFormatError);
  });
});

describe('watching', () => {
  const opened = ({ body }: ReceivedRequest) =>
    faults.ok({
      id: JSON.parse(body.toString()).id,
      resourceId: 'resource-1',
      expiration: String(Date.now() + 3_600_000),
    });
  const notify = (path: string, token: string) =>
    fetch(`${hookline.url}/webhooks/google-calendar${path}`, {
      method: 'POST',
      headers: notificationHeaders(token, { 'X-Goog-Resource-State': 'sync' }),
    });

  it('lets messages come to Hookline, which believes them', async () => {
    answer = opened;
    await provider.watch('primary');
    const [call] = asked();
    expect(call).toMatchObject({
      path: '/calendar/v3/calendars/primary/events/watch',
      body: { type: 'web_hook', token: CHANNEL_TOKEN, params: { ttl: '2592000' } },
    });
    expect(call?.body.address).toMatch(/\/webhooks\/google-calendar$/);
    expect(await notify('', call?.body.token)).toMatchObject({ status: 200 });
  });

  it('shares one token among all that a connected account is watched by, however many', async () => {
    answer = opened;
    const connectionId = await givenConnection(hookline, {
      provider: 'google-calendar',
      accessToken: 'ya29.x',
    });
    for (let index = 0; index < 6; index += 1) {
      await provider.watch(`calendar-${index}@example.com`, { lastsMs: 60_000 }, { connectionId });
    }
    const [call] = asked();
    expect(new Set(asked().map(({ body }) => body.token)).size).toBe(1);
    expect(call?.body).toMatchObject({
      params: { ttl: '60' },
      address: expect.stringMatching(`/${connectionId}$`),
    });
    expect(await notify(`/${connectionId}`, call?.body.token)).toMatchObject({ status: 200 });
    await provider.watch('primary', { token: 'a-token-of-the-product' }, { connectionId });
    expect(await notify(`/${connectionId}`, 'a-token-of-the-product')).toMatchObject({ status: 200 });
  });

  it('lets messages come to the product, and keeps our token to ourselves', async () => {
    answer = opened;
    const wish = { address: 'https://product.example/hook', token: 'a-token-of-the-product' };
    await provider.watch('primary', wish);
    expect(asked()).toMatchObject([{ body: { address: wish.address, token: wish.token } }]);
    await expect(provider.watch('primary', { address: wish.address })).rejects.toThrow(ValidationError);
    await expect(provider.watch('primary', { token: wish.token })).rejects.toThrow(ValidationError);
    expect(asked()).toHaveLength(1);
  });
});
