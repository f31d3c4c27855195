import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenConnection } from '../../test/support/connections.js';
import { startTestHookline, type ApiAnswer, type TestHookline } from '../../test/support/hookline.js';
import { startGoogleSandbox, type GoogleSandbox } from '../sandbox/google/google-sandbox.js';
import { Browser, CLIENT, post as postForm, REDIRECT_URI } from '../sandbox/oauth/spec-support.js';
import { CalendarsService } from './calendars.service.js';

const TEAM = 'team@sandbox.example';
const EVENTS = `/v1/calendars/${TEAM}/events`;

let sandbox: GoogleSandbox;
let hookline: TestHookline;

beforeAll(async () => {
  sandbox = await startGoogleSandbox({ port: 0 });
  hookline = await startTestHookline({
    environment: {
      ...sandbox.environment,
      GOOGLE_RATE_LIMIT: '1000000',
      GOOGLE_RETRY_DELAY: '0.001',
    },
  });
});
afterAll(async () => {
  await hookline.close();
  await sandbox.close();
});

const get = (path: string, query: Record<string, string> = {}) =>
  hookline.api('GET', `${path}?${new URLSearchParams(query).toString()}`);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  hookline.api('POST', path, body, headers);
const patch = (path: string, body: unknown) => hookline.api('PATCH', path, body);

/** A word that nobody else has. */
const word = () => `w${randomUUID().replaceAll('-', '').slice(0, 20)}`;
const warsaw = (at: string) => ({ at, time_zone: 'Europe/Warsaw' });
const standUp = (wish: object = {}) => ({
  title: 'Stand-up',
  start: warsaw('2026-12-01T09:00:00+01:00'),
  end: warsaw('2026-12-01T09:15:00+01:00'),
  ...wish,
});
const create = async (wish: object = {}) => (await post(EVENTS, standUp(wish))).body;
const eventsOf = (title: string) =>
  sandbox.events(TEAM).filter((event) => 'summary' in event && event.summary === title);

function fieldsOf({ body }: ApiAnswer): string[] {
  return body.error.details.map(({ field }: { field: string }) => field).toSorted();
}

describe('an event over HTTP', () => {
  it('is made, and shown as the contract has it', async () => {
    const wish = standUp({
      description: 'What we do today',
      location: 'Room 1',
      recurrence: { frequency: 'weekly', interval: 2, by_day: ['TU', 'TH'], count: 10 },
      conference: true,
    });
    const answer = await post(EVENTS, wish);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      provider: 'google-calendar',
      calendar_id: TEAM,
      status: 'confirmed',
      title: 'Stand-up',
      description: 'What we do today',
      location: 'Room 1',
      start: { at: '2026-12-01T08:00:00.000Z', time_zone: 'Europe/Warsaw' },
      end: { at: '2026-12-01T08:15:00.000Z', time_zone: 'Europe/Warsaw' },
      recurrence: { frequency: 'weekly', interval: 2, by_day: ['TU', 'TH'], count: 10 },
      recurrence_rules: [],
      recurring_event_id: null,
      attendees: [],
      conference_url: expect.stringMatching(/^https?:/),
      url: expect.stringMatching(/^https?:/),
      version: expect.any(String),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      raw: expect.objectContaining({ kind: 'calendar#event', summary: 'Stand-up' }),
    });
    expect(await get(`${EVENTS}/${answer.body.id}`)).toMatchObject({ status: 200, body: answer.body });
  });

  it('of whole days has dates', async () => {
    const days = { start: { date: '2026-12-24' }, end: { date: '2026-12-27' } };
    const recurrence = {
      frequency: 'yearly',
      until: '2030-12-24T00:00:00.000Z',
      except: [{ date: '2028-12-24' }],
    };
    expect(await create({ ...days, recurrence })).toMatchObject({ ...days, recurrence });
  });

  it('is changed: what is left out stays, null takes away, and what was read can be sent back', async () => {
    const made = await create({ description: 'Old', location: 'Room 1', recurrence: { frequency: 'daily' } });
    const changed = await patch(`${EVENTS}/${made.id}`, {
      title: 'Daily',
      description: null,
      start: made.start,
      end: warsaw('2026-12-01T10:00:00+01:00'),
      recurrence: { ...made.recurrence, count: 3 },
      attendees: made.attendees,
    });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        id: made.id,
        title: 'Daily',
        description: null,
        location: 'Room 1',
        start: made.start,
        end: { at: '2026-12-01T09:00:00.000Z' },
        recurrence: { frequency: 'daily', count: 3 },
      },
    });
    const single = await patch(`${EVENTS}/${made.id}`, { recurrence: null });
    expect(single.body).toMatchObject({ title: 'Daily', recurrence: null });
  });

  it('is changed only if it is still what was read', async () => {
    const { id, version } = await create();
    const first = await patch(`${EVENTS}/${id}`, { title: 'First', if_version: version });
    expect(first.status).toBe(200);
    const second = await patch(`${EVENTS}/${id}`, { title: 'Second', if_version: version });
    expect(second).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    expect((await get(`${EVENTS}/${id}`)).body.title).toBe('First');
  });

  it('is deleted, once and again', async () => {
    const { id } = await create();
    for (let time = 0; time < 2; time += 1) {
      expect(await hookline.api('DELETE', `${EVENTS}/${id}`)).toMatchObject({ status: 204, body: '' });
    }
    expect((await get(`${EVENTS}/${id}`)).body.status).toBe('cancelled');
    expect((await hookline.api('DELETE', `${EVENTS}/never00was`)).status).toBe(404);
  });

  it('is made once, however often it is sent under one key', async () => {
    const wish = standUp({ title: word() });
    const headers = { 'Idempotency-Key': word() };
    const first = await post(EVENTS, wish, headers);
    const again = await post(EVENTS, wish, headers);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(eventsOf(wish.title)).toHaveLength(1);
    expect((await post(EVENTS, { ...wish, title: 'Other' }, headers)).status).toBe(422);
  });

  it('is made once even if the answer was lost on the way to us', async () => {
    const wish = standUp({ title: word() });
    const headers = { 'Idempotency-Key': word() };
    sandbox.failNext({ method: 'POST', mode: 'reset-after', times: 4 });
    expect((await post(EVENTS, wish, headers)).status).toBeGreaterThanOrEqual(500);
    sandbox.clearFaults();
    expect((await post(EVENTS, wish, headers)).status).toBe(201);
    expect(eventsOf(wish.title)).toHaveLength(1);
  });
});

describe('many events at once over HTTP', () => {
  it('are made, with what became of each in their order', async () => {
    const title = word();
    const { status, body } = await post(`${EVENTS}/batch`, {
      events: [
        standUp({ title }),
        standUp({ start: warsaw('2026-12-01T10:00:00+01:00') }),
        standUp({ title, start: { date: '2026-12-01' }, end: { date: '2026-12-02' } }),
        standUp({ end: { at: '2026-12-01T10:00:00Z', time_zone: 'Europe/Warszawa' } }),
      ],
    });
    const refused = (field: string) => ({
      event: null,
      error: {
        code: 'VALIDATION_ERROR',
        message: expect.stringContaining(field),
        details: [{ field, issue: expect.any(String) }],
      },
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject([
      { event: { title, start: { time_zone: 'Europe/Warsaw' } }, error: null },
      refused('end'),
      { event: { title, start: { date: '2026-12-01' } }, error: null },
      refused('end.time_zone'),
    ]);
    expect(eventsOf(title)).toHaveLength(2);
  });

  it('are made once under one key', async () => {
    const title = word();
    const wish = { events: [standUp({ title }), standUp({ title })] };
    const headers = { 'Idempotency-Key': word() };
    const first = await post(`${EVENTS}/batch`, wish, headers);
    const again = await post(`${EVENTS}/batch`, wish, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(eventsOf(title)).toHaveLength(2);
  });

  it('can be sent again under their key when none was made for want of Google', async () => {
    const title = word();
    const wish = { events: [standUp({ title }), standUp({ title })] };
    const headers = { 'Idempotency-Key': word() };
    sandbox.failNext({ method: 'POST', mode: 503, times: 100 });
    const failed = await post(`${EVENTS}/batch`, wish, headers);
    sandbox.clearFaults();
    expect(failed).toMatchObject({ status: 503, body: { error: { code: 'PROVIDER_UNAVAILABLE' } } });
    const again = await post(`${EVENTS}/batch`, wish, headers);
    expect(again).toMatchObject({ status: 200, body: { data: [{ error: null }, { error: null }] } });
    expect(eventsOf(title)).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ['events', undefined],
    ['events', []],
    ['events.0.title', [standUp({ title: 7 })]],
    ['events.1.colour', [standUp(), standUp({ colour: 'red' })]],
    ['events.0.start.at', [standUp({ start: warsaw('noon') })]],
  ])('are refused whole where they are not events at all: %s', async (field, events) => {
    const answer = await post(`${EVENTS}/batch`, { events });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });
});

describe('listing events over HTTP', () => {
  it('goes page by page to the end, in the order of time', async () => {
    const title = word();
    const days = ['05', '03', '01', '04', '02'];
    for (const day of days) {
      const [start, end] = [warsaw(`2027-01-${day}T09:00:00Z`), warsaw(`2027-01-${day}T10:00:00Z`)];
      await create({ title, start, end });
    }
    const pages: string[][] = [];
    let next: { cursor?: string } | undefined = {};
    while (next) {
      const { body } = await get(EVENTS, { search: title, limit: '2', ...next });
      pages.push(body.data.map(({ start }: { start: { at: string } }) => start.at.slice(8, 10)));
      next = body.next_cursor === null ? undefined : { cursor: body.next_cursor };
    }
    expect(pages).toEqual([['01', '02'], ['03', '04'], ['05']]);
  });

  it('has what is within a span of time, each occurrence by itself unless told otherwise', async () => {
    const title = word();
    const { id } = await create({ title, recurrence: { frequency: 'daily', count: 5 } });
    const span = { search: title, from: '2026-12-02T00:00:00+01:00', to: '2026-12-04T00:00:00+01:00' };
    const occurrences = (await get(EVENTS, span)).body.data;
    expect(occurrences).toMatchObject([
      { recurring_event_id: id, start: { at: '2026-12-02T08:00:00.000Z' } },
      { recurring_event_id: id, start: { at: '2026-12-03T08:00:00.000Z' } },
    ]);
    expect((await get(EVENTS, { ...span, expand_recurring: 'false' })).body.data).toMatchObject([
      { id, recurrence: { frequency: 'daily', count: 5 } },
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['limit', { limit: '0' }],
    ['limit', { limit: '101' }],
    ['colour', { colour: 'red' }],
    ['cursor', { cursor: '' }],
    ['from', { from: 'yesterday' }],
    ['to', { to: '2026-12-01' }],
    ['to', { from: '2026-12-02T00:00:00Z', to: '2026-12-01T00:00:00Z' }],
    ['search', { search: ' ' }],
    ['expand_recurring', { expand_recurring: 'yes' }],
  ])('names %s for %j', async (field, query) => {
    const answer = await get(EVENTS, query);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(fieldsOf(answer)).toEqual([field]);
  });
});

describe('what has changed over HTTP', () => {
  const changes = (query: Record<string, string> = {}) => get(`/v1/calendars/${TEAM}/changes`, query);

  it('is told since a token, deletions among it', async () => {
    const { body } = await changes();
    expect(body).toMatchObject({ full: true, sync_token: expect.any(String), data: expect.any(Array) });
    const [made, gone] = [await create(), await create()];
    await hookline.api('DELETE', `${EVENTS}/${gone.id}`);
    const since = await changes({ sync_token: body.sync_token });
    expect(since).toMatchObject({ status: 200, body: { full: false } });
    const states = since.body.data.map(({ id, status }: { id: string; status: string }) => [id, status]);
    expect(new Map(states)).toEqual(
      new Map([
        [made.id, 'confirmed'],
        [gone.id, 'cancelled'],
      ]),
    );
    const nothing = await changes({ sync_token: since.body.sync_token });
    expect(nothing.body.data).toEqual([]);
  });

  it('is everything once more when the token has ended', async () => {
    const { body } = await changes();
    sandbox.expireSyncTokens();
    expect((await changes({ sync_token: body.sync_token })).body.full).toBe(true);
  });

  it('is asked for with a token that is one', async () => {
    expect(fieldsOf(await changes({ sync_token: '' }))).toEqual(['sync_token']);
  });
});

describe('free and busy times over HTTP', () => {
  const freeBusy = (calendar: string, query: Record<string, string>) =>
    get(`/v1/calendars/${calendar}/free-busy`, query);
  const day = { from: '2028-03-01T00:00:00+01:00', to: '2028-03-02T00:00:00+01:00' };

  it('are told in the order of time', async () => {
    const at = (hour: string) => warsaw(`2028-03-01T${hour}:00:00Z`);
    await create({ start: at('12'), end: at('13') });
    await create({ start: at('08'), end: at('10') });
    await create({ start: at('09'), end: at('11') });
    expect(await freeBusy(TEAM, day)).toMatchObject({
      status: 200,
      body: {
        calendar_id: TEAM,
        busy: [
          { from: '2028-03-01T08:00:00.000Z', to: '2028-03-01T11:00:00.000Z' },
          { from: '2028-03-01T12:00:00.000Z', to: '2028-03-01T13:00:00.000Z' },
        ],
      },
    });
  });

  it.each<[string, Record<string, string>]>([
    ['from', { to: day.to }],
    ['to', { from: day.from, to: day.from }],
    ['to', { from: day.from, to: 'tomorrow' }],
    ['limit', { ...day, limit: '1' }],
  ])('need a span: %s for %j', async (field, query) => {
    const answer = await freeBusy(TEAM, query);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });

  it('are not known of a calendar that nobody shared', async () => {
    expect((await freeBusy('stranger@example.com', day)).status).toBe(404);
  });
});

describe('wrong events', () => {
  const halves = 'half \ud800';
  const cases: [string, object][] = [
    ['colour', { colour: 'red' }],
    ['title', { title: '' }],
    ['title', { title: 't'.repeat(1_025) }],
    ['title', { title: halves }],
    ['title', { title: 7 }],
    ['description', { description: halves }],
    ['description', { description: 'd'.repeat(8_193) }],
    ['location', { location: halves }],
    ['location', { location: ['Room 1'] }],
    ['start', { start: {} }],
    ['start', { start: { at: '2026-12-01T09:00:00Z' } }],
    ['start', { start: { ...warsaw('2026-12-01T09:00:00Z'), date: '2026-12-01' } }],
    ['start', { start: '2026-12-01T09:00:00Z' }],
    ['start.at', { start: warsaw('2026-12-01T09:00:00') }],
    ['start.at', { start: warsaw('2026-13-01T09:00:00Z') }],
    ['start.date', { start: { date: '2026-02-29' } }],
    ['start.time_zone', { start: { at: '2026-12-01T09:00:00Z', time_zone: 'Europe/Warszawa' } }],
    ['start.time_zone', { start: { at: '2026-12-01T09:00:00Z', time_zone: '+01:00' } }],
    ['start.zone', { start: { ...warsaw('2026-12-01T09:00:00+01:00'), zone: 'CET' } }],
    ['end', { end: warsaw('2026-12-01T08:59:00+01:00') }],
    ['end', { end: warsaw('2026-12-01T09:00:00+01:00') }],
    ['end', { end: { date: '2026-12-02' } }],
    ['recurrence.frequency', { recurrence: { frequency: 'hourly' } }],
    ['recurrence.interval', { recurrence: { frequency: 'daily', interval: 0 } }],
    ['recurrence.count', { recurrence: { frequency: 'daily', count: 1.5 } }],
    ['recurrence.until', { recurrence: { frequency: 'daily', until: '2026-11-01T00:00:00Z' } }],
    ['recurrence.until', { recurrence: { frequency: 'daily', until: '2026-12-09T00:00:00Z', count: 2 } }],
    ['recurrence.by_day', { recurrence: { frequency: 'weekly', by_day: ['XX'] } }],
    ['recurrence.by_day', { recurrence: { frequency: 'weekly', by_day: ['1MO'] } }],
    ['recurrence.by_day', { recurrence: { frequency: 'weekly', by_day: [] } }],
    ['recurrence.by_month_day', { recurrence: { frequency: 'monthly', by_month_day: [32] } }],
    ['recurrence.by_month', { recurrence: { frequency: 'yearly', by_month: [0] } }],
    ['recurrence.byDay', { recurrence: { frequency: 'weekly', byDay: ['MO'] } }],
    ['recurrence.except.0', { recurrence: { frequency: 'daily', except: [{ date: '2026-12-02' }] } }],
    ['attendees.0.email', { attendees: [{ email: 'nobody' }] }],
    ['attendees.1.email', { attendees: [{ email: 'ada@example.com' }, { name: 'Grace' }] }],
    ['attendees.0.response', { attendees: [{ email: 'ada@example.com', response: 'maybe' }] }],
    ['conference', { conference: 'yes' }],
    ['notify_attendees', { notify_attendees: 1 }],
    ['connection_id', { connection_id: 'me' }],
    ['tenant', { tenant: '' }],
  ];

  it.each(cases)('name %s for %j, and nothing is sent', async (field, wish) => {
    sandbox.failNext({ mode: 418 }); // whatever is sent all the same shows
    const answer = await post(EVENTS, standUp(wish));
    sandbox.clearFaults();
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(fieldsOf(answer)).toEqual([field]);
    expect(answer.body.error.message).toContain(field);
  });

  it('are named for changes as they are for new ones', async () => {
    const { id } = await create();
    for (const [field, change] of [
      ['title', { title: null }],
      ['start.time_zone', { start: { at: '2026-12-01T09:00:00Z', time_zone: 'Mars' } }],
      ['recurrence.by_day', { recurrence: { frequency: 'weekly', by_day: ['XX'] } }],
      ['attendees', { attendees: null }],
      ['if_version', { if_version: 'a b' }],
      ['id', { id: 'other' }],
    ] as const) {
      const answer = await patch(`${EVENTS}/${id}`, change);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
    }
  });

  it('name all wrong fields at once', async () => {
    const answer = await post(EVENTS, { title: '', start: { at: 'noon' }, colour: 'red' });
    expect(fieldsOf(answer)).toEqual(expect.arrayContaining(['colour', 'end', 'start.at', 'title']));
  });
});

describe('what is not there', () => {
  const nowhere = ['stranger@example.com', '%00', '..%2Fusers', '..%2F..', 'x'.repeat(90)];

  it.each(nowhere)('is a calendar %s', async (calendar) => {
    const base = `/v1/calendars/${calendar}`;
    const span = { from: '2026-12-01T00:00:00Z', to: '2026-12-02T00:00:00Z' };
    for (const answer of [
      await get(`${base}/events`),
      await get(`${base}/changes`),
      await get(`${base}/free-busy`, span),
      await get(`${base}/events/abcdef`),
      await post(`${base}/events`, standUp()),
      await post(`${base}/events/batch`, { events: [standUp()] }),
      await patch(`${base}/events/abcdef`, { title: 'New' }),
      await hookline.api('DELETE', `${base}/events/abcdef`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    }
  });

  it('is an event', async () => {
    for (const id of ['abcdef', '%00', '..%2F..%2Fusers', 'x'.repeat(90)]) {
      expect((await get(`${EVENTS}/${id}`)).status).toBe(404);
      expect((await patch(`${EVENTS}/${id}`, { title: 'New' })).status).toBe(404);
    }
  });

  it('is a provider', async () => {
    for (const answer of [
      await get(EVENTS, { provider: 'outlook' }),
      await get(`${EVENTS}/abcdef`, { provider: '__proto__' }),
      await post(EVENTS, standUp({ provider: 'outlook' })),
      await post(`${EVENTS}/batch`, { provider: 'outlook', events: [standUp()] }),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
      expect(answer.body.error.message).toContain('Known: google-calendar.');
    }
  });
});

describe('which account is acted for', () => {
  const ADA = { id: '104857600000000000001', email: 'ada@analytical.example' };

  async function connectAda(tenant: string): Promise<string> {
    const scope =
      'openid email https://www.googleapis.com/auth/calendar.events https://www.googleapis.com/auth/calendar.readonly';
    const consent = { scope, access_type: 'offline' };
    const code = await new Browser(sandbox, '/o/oauth2/v2/auth').allow(ADA.id, consent, scope.split(' '));
    const { body } = await postForm(`${sandbox.url}/token`, {
      ...CLIENT,
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT_URI,
      code,
    });
    const accessToken = String(body.access_token);
    return givenConnection(hookline, { provider: 'google-calendar', tenant, accessToken });
  }

  it('is that of the connection, or of the tenant who has one', async () => {
    const tenant = word();
    const connection_id = await connectAda(tenant);
    const events = '/v1/calendars/primary/events';
    const attendees = [{ email: 'grace@compilers.example', name: 'Grace' }];
    const { status, body } = await post(events, standUp({ connection_id, attendees }));
    expect(status).toBe(201);
    expect(sandbox.events(ADA.email)).toMatchObject([{ id: body.id }]);

    expect((await get(`${events}/${body.id}`, { tenant })).body.id).toBe(body.id);
    expect((await get(`${events}/${body.id}`)).status).toBe(404);
    expect((await get(`/v1/calendars/${ADA.email}/events`)).status).toBe(404);

    const invited = [...body.attendees, { email: 'charles@engines.example' }];
    const more = await patch(`${events}/${body.id}`, { tenant, attendees: invited });
    expect(more).toMatchObject({
      status: 200,
      body: {
        attendees: [{ name: 'Grace', response: 'needs_action' }, { email: 'charles@engines.example' }],
      },
    });
    const gone = await hookline.api('DELETE', `${events}/${body.id}?tenant=${tenant}`);
    expect(gone.status).toBe(204);
  });

  it('is never the product’s own when another is meant', async () => {
    const nobody = '018f0000-0000-7000-8000-000000000000';
    const connection_id = await connectAda(word());
    const accounts: Record<string, string>[] = [
      { tenant: 'nobody' },
      { connection_id: nobody },
      { connection_id, tenant: 'nobody' },
    ];
    for (const account of accounts) {
      expect((await get(EVENTS, account)).status).toBe(404);
      expect((await post(EVENTS, standUp(account))).status).toBe(404);
      expect((await post(`${EVENTS}/batch`, { ...account, events: [standUp()] })).status).toBe(404);
    }
  });
});

describe('who may', () => {
  it('read, and who may write, is said by scopes of their own', async () => {
    const { id } = await create();
    const as = async (scope: 'calendars:read' | 'calendars:write') => {
      const Authorization = `Bearer ${await hookline.createKey(scope)}`;
      const calendar = `/v1/calendars/${TEAM}`;
      const span = 'from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z';
      const requests: [string, string, unknown?][] = [
        ['GET', `${calendar}/events`],
        ['GET', `${calendar}/events/${id}`],
        ['GET', `${calendar}/changes`],
        ['GET', `${calendar}/free-busy?${span}`],
        ['POST', `${calendar}/events`, standUp()],
        ['POST', `${calendar}/events/batch`, { events: [standUp()] }],
        ['PATCH', `${calendar}/events/${id}`, { title: 'New' }],
        ['DELETE', `${calendar}/events/${id}`],
      ];
      const statuses: number[] = [];
      for (const [method, path, body] of requests) {
        statuses.push((await hookline.api(method, path, body, { Authorization })).status);
      }
      return statuses;
    };
    expect(await as('calendars:read')).toEqual([200, 200, 200, 200, 403, 403, 403, 403]);
    expect(await as('calendars:write')).toEqual([403, 403, 403, 403, 201, 200, 200, 204]);
    expect((await hookline.api('GET', EVENTS, undefined, { Authorization: '' })).status).toBe(401);
  });
});

describe('CalendarsService', () => {
  it('does the same for a product that injects it', async () => {
    const calendars = hookline.app.get(CalendarsService, { strict: false });
    const title = word();
    const time = (text: string) => ({ at: new Date(text), timeZone: 'Europe/Warsaw' });
    const input = { title, start: time('2026-12-01T08:00:00Z'), end: time('2026-12-01T09:00:00Z') };
    const { id } = await calendars.createEvent(TEAM, input, { idempotencyKey: word() });
    expect(await calendars.updateEvent(TEAM, id, { location: 'Room 1' })).toMatchObject({ title, id });
    const found: unknown[] = [];
    for await (const event of calendars.listEvents(TEAM, { search: title })) found.push(event.location);
    expect(found).toEqual(['Room 1']);
    const span = { from: new Date('2026-12-01T00:00:00Z'), to: new Date('2026-12-02T00:00:00Z') };
    const [team, own] = await calendars.freeBusy([TEAM, 'primary'], span);
    expect([team?.calendarId, own?.calendarId]).toEqual([TEAM, 'primary']);
    await calendars.deleteEvent(TEAM, id);
    expect((await calendars.getEvent(TEAM, id)).status).toBe('cancelled');
    await expect(calendars.getEvent(TEAM, id, { provider: 'outlook' })).rejects.toThrow(
      'Known: google-calendar.',
    );
  });
});
