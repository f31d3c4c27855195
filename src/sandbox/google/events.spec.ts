import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADA,
  anEvent,
  type Api,
  type Bench,
  closeAll,
  connect,
  reasonOf,
  startBench,
  TEAM,
} from './spec-support.js';

let bench: Bench;
let api: Api;
beforeAll(async () => void ({ api } = bench = await startBench()));
afterAll(closeAll);

const EVENTS = `/calendars/${TEAM}/events`;
const insert = (wishes: object = {}) => api('POST', EVENTS, anEvent(wishes));
const inserted = async (wishes: object = {}) => (await insert(wishes)).body;

describe('a new event', () => {
  it('is told with everything that Google adds to it', async () => {
    const { status, body } = await insert({ id: 'tea12345', colour: 'red' });
    expect(status).toBe(200);
    expect(body).toEqual({
      kind: 'calendar#event',
      etag: expect.stringMatching(/^"\d+"$/),
      id: 'tea12345',
      status: 'confirmed',
      htmlLink: expect.stringContaining('/calendar/event?eid='),
      created: expect.stringMatching(/Z$/),
      updated: body['created'],
      summary: 'Tea',
      creator: { email: 'hookline@sandbox.iam.gserviceaccount.com' },
      organizer: { email: TEAM, displayName: 'Team', self: true },
      start: { dateTime: '2026-12-01T10:00:00Z', timeZone: 'Europe/London' },
      end: { dateTime: '2026-12-01T11:00:00Z', timeZone: 'Europe/London' },
      iCalUID: 'tea12345@google.com',
      sequence: 0,
      reminders: { useDefault: true },
      eventType: 'default',
    });
    expect((await api('GET', `${EVENTS}/tea12345`)).body).toEqual(body);
  });

  it('gets an id, unless it brings one, which is good for once', async () => {
    expect((await inserted())['id']).toMatch(/^[a-v0-9]{26}$/);
    expect((await insert({ id: 'once12345' })).status).toBe(200);
    const again = await insert({ id: 'once12345' });
    expect([again.status, reasonOf(again)]).toEqual([409, 'duplicate']);
    await api('DELETE', `${EVENTS}/once12345`);
    expect((await insert({ id: 'once12345' })).status).toBe(409);
    expect((await api('POST', '/calendars/primary/events', anEvent({ id: 'once12345' }))).status).toBe(200);
    for (const id of ['four', 'UPPERCASE', 'with-dash', 'wxyz1', 7]) {
      expect(await insert({ id })).toMatchObject({
        status: 400,
        body: { error: { message: 'Invalid resource id value.' } },
      });
    }
  });

  it('is told in the zone of its calendar, or in another', async () => {
    const { id } = await inserted({
      start: { dateTime: '2026-07-01T09:00:00', timeZone: 'America/New_York' },
      end: { dateTime: '2026-07-01T10:00:00-04:00' },
    });
    expect((await api('GET', `${EVENTS}/${String(id)}`)).body).toMatchObject({
      start: { dateTime: '2026-07-01T14:00:00+01:00', timeZone: 'America/New_York' },
      end: { dateTime: '2026-07-01T15:00:00+01:00', timeZone: 'Europe/London' },
    });
    expect((await api('GET', `${EVENTS}/${String(id)}?timeZone=Asia/Tokyo`)).body).toMatchObject({
      start: { dateTime: '2026-07-01T22:00:00+09:00' },
    });
    expect(reasonOf(await api('GET', `${EVENTS}/${String(id)}?timeZone=Mars/Olympus`))).toBe('invalid');
  });

  it('may be for whole days', async () => {
    const { body } = await insert({ start: { date: '2026-12-24' }, end: { date: '2026-12-27' } });
    expect(body).toMatchObject({ start: { date: '2026-12-24' }, end: { date: '2026-12-27' } });
  });

  it.each([
    [{ start: {} }, 'required', 'Missing start time.'],
    [{ end: undefined }, 'required', 'Missing end time.'],
    [{ end: { dateTime: '2026-12-01T09:59:00Z' } }, 'timeRangeEmpty', 'The specified time range is empty.'],
    [
      { start: { dateTime: '2026-12-01T10:00:00' } },
      'required',
      'Missing time zone definition for start time.',
    ],
    [
      { end: { dateTime: '2026-12-01T11:00:00Z', timeZone: 'Mars/Olympus' } },
      'invalid',
      'Invalid time zone definition for end time.',
    ],
    [{ start: { date: '2026-12-01', dateTime: '2026-12-01T10:00:00Z' } }, 'invalid', 'Invalid start time.'],
    [{ start: { date: '2026-02-30' } }, 'invalid', 'Invalid value for: Invalid format: "2026-02-30"'],
    [{ start: { dateTime: 'tomorrow' } }, 'required', 'Missing time zone definition for start time.'],
    [
      { end: { date: '2026-12-02' } },
      'invalid',
      'The start and end times must either both be date or both be dateTime.',
    ],
    [{ recurrence: ['FREQ=DAILY'] }, 'invalid', 'Invalid recurrence rule.'],
    [{ recurrence: ['RRULE:FREQ=SOMETIMES'] }, 'invalid', 'Invalid recurrence rule.'],
    [
      { recurrence: ['RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270101T000000Z'] },
      'invalid',
      'Invalid recurrence rule.',
    ],
    [{ recurrence: ['DTSTART:20261201T100000Z'] }, 'invalid', 'Invalid recurrence rule.'],
    [
      { start: { dateTime: '2026-12-01T10:00:00Z' }, recurrence: ['RRULE:FREQ=DAILY'] },
      'required',
      'Missing time zone definition for start time.',
    ],
    [{ summary: 7 }, 'invalid', expect.stringMatching(/^Invalid value for: summary/)],
  ])('is refused with %j', async (wishes, reason, message) => {
    const answer = await insert(wishes);
    expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
    expect(answer.body).toMatchObject({ error: { code: 400, message } });
  });

  it('says where the fault is, and whose', async () => {
    const { body } = await insert({ end: { dateTime: '2026-12-01T09:00:00Z' } });
    expect(body).toMatchObject({
      error: { errors: [{ domain: 'calendar', locationType: 'parameter', location: 'timeMax' }] },
    });
  });
});

describe('guests', () => {
  it('are asked, and the organiser is known among them', async () => {
    const ada = await connect(bench.sandbox, ADA);
    const attendees = [
      { email: 'ada@analytical.example', responseStatus: 'accepted' },
      { email: 'grace@compilers.example', displayName: 'Grace', optional: true },
    ];
    const { body } = await ada('POST', '/calendars/primary/events?sendUpdates=all', anEvent({ attendees }));
    expect(body['attendees']).toEqual([
      { email: 'ada@analytical.example', responseStatus: 'accepted', organizer: true, self: true },
      {
        email: 'grace@compilers.example',
        displayName: 'Grace',
        optional: true,
        responseStatus: 'needsAction',
      },
    ]);
    expect(body['creator']).toEqual({ email: 'ada@analytical.example', self: true });
  });

  it('are not for a service account to invite, unless it acts for a person', async () => {
    const attendees = [{ email: 'ada@analytical.example' }];
    const answer = await insert({ attendees });
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'forbiddenForServiceAccounts']);
    const ada = await connect(bench.sandbox, ADA);
    const { body } = await ada('POST', EVENTS, anEvent({ attendees }));
    const change = await api('PATCH', `${EVENTS}/${String(body['id'])}`, { summary: 'Coffee' });
    expect(change).toMatchObject({ status: 200, body: { attendees } });
  });
});

describe('a conference', () => {
  const createRequest = { requestId: 'meet-1', conferenceSolutionKey: { type: 'hangoutsMeet' } };
  const withConference = anEvent({ conferenceData: { createRequest } });

  it('is made for those who know of conferences', async () => {
    const { body } = await api('POST', `${EVENTS}?conferenceDataVersion=1`, withConference);
    expect(body).toMatchObject({
      hangoutLink: expect.stringMatching(/^https:\/\/meet\.google\.com\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/),
      conferenceData: {
        createRequest: { ...createRequest, status: { statusCode: 'success' } },
        entryPoints: [{ entryPointType: 'video', uri: body['hangoutLink'] }],
      },
    });
    expect((await api('POST', EVENTS, withConference)).body).not.toHaveProperty('conferenceData');
  });

  it('stays the same for the same request, and goes when it is taken away', async () => {
    const { body } = await api('POST', `${EVENTS}?conferenceDataVersion=1`, withConference);
    const path = `${EVENTS}/${String(body['id'])}`;
    const linkAfter = async (change: object, version = '1') =>
      (await api('PATCH', `${path}?conferenceDataVersion=${version}`, change)).body['hangoutLink'];
    expect(await linkAfter({ conferenceData: { createRequest } })).toBe(body['hangoutLink']);
    expect(await linkAfter({ conferenceData: null }, '0')).toBe(body['hangoutLink']);
    const other = await linkAfter({
      conferenceData: { createRequest: { ...createRequest, requestId: 'b' } },
    });
    expect(other).not.toBe(body['hangoutLink']);
    expect(other).toContain('https://meet.google.com/');
    expect(await linkAfter({ conferenceData: null })).toBeUndefined();
  });
});

describe('a change', () => {
  it('merges as a patch, and replaces as an update', async () => {
    const { id } = await inserted({ location: 'Here', extendedProperties: { private: { a: '1', b: '2' } } });
    const path = `${EVENTS}/${String(id)}`;
    const patch = { location: null, extendedProperties: { private: { b: null, c: '3' } } };
    const { body } = await api('PATCH', path, patch);
    expect(body).toMatchObject({ summary: 'Tea', extendedProperties: { private: { a: '1', c: '3' } } });
    expect(body).not.toHaveProperty('location');
    expect(body).not.toHaveProperty('extendedProperties.private.b');
    const { summary: _gone, ...rest } = anEvent() as { summary: string };
    const updated = await api('PUT', path, rest);
    expect(updated.body).not.toHaveProperty('summary');
    expect(updated.body).not.toHaveProperty('extendedProperties');
    expect(reasonOf(await api('PUT', path, {}))).toBe('required');
  });

  it('counts in the sequence when it moves the event', async () => {
    const { id } = await inserted();
    const sequenceAfter = async (patch: object) =>
      (await api('PATCH', `${EVENTS}/${String(id)}`, patch)).body['sequence'];
    expect(await sequenceAfter({ summary: 'Coffee' })).toBe(0);
    expect(await sequenceAfter({ end: { dateTime: '2026-12-01T12:00:00Z' } })).toBe(1);
    expect(await sequenceAfter({ start: { dateTime: '2026-12-01T10:00:00Z' } })).toBe(1);
  });

  it('turns hours into whole days only when the hours are taken away', async () => {
    const { id } = await inserted();
    const path = `${EVENTS}/${String(id)}`;
    const days = { start: { date: '2026-12-01' }, end: { date: '2026-12-02' } };
    expect(reasonOf(await api('PATCH', path, days))).toBe('invalid');
    const none = { dateTime: null, timeZone: null };
    const patch = { start: { ...days.start, ...none }, end: { ...days.end, ...none } };
    expect((await api('PATCH', path, patch)).body).toMatchObject(days);
  });

  it('is refused when the event is no longer what it was', async () => {
    const { id, etag } = await inserted();
    const path = `${EVENTS}/${String(id)}`;
    const ifMatch = { 'If-Match': String(etag) };
    expect((await api('PATCH', path, { summary: 'Coffee' }, ifMatch)).status).toBe(200);
    for (const [method, body] of [['PATCH', { summary: 'Cocoa' }], ['PUT', anEvent()], ['DELETE']] as const) {
      const answer = await api(method, path, body, ifMatch);
      expect([answer.status, reasonOf(answer)]).toEqual([412, 'conditionNotMet']);
    }
    expect((await api('PATCH', path, { summary: 'Milk' }, { 'If-Match': '*' })).status).toBe(200);
    expect((await api('GET', path)).body['summary']).toBe('Milk');
  });

  it('of what is not there is not found', async () => {
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
      const answer = await api(method, `${EVENTS}/nothing12345`, method === 'GET' ? undefined : anEvent());
      expect([method, answer.status, reasonOf(answer)]).toEqual([method, 404, 'notFound']);
    }
  });
});

describe('a deleted event', () => {
  it('stays as cancelled, cannot be deleted twice, and can be brought back', async () => {
    const { id } = await inserted();
    const path = `${EVENTS}/${String(id)}`;
    expect(await api('DELETE', path)).toEqual({ status: 204, body: {} });
    expect((await api('GET', path)).body).toMatchObject({ status: 'cancelled', summary: 'Tea' });
    const again = await api('DELETE', path);
    expect([again.status, reasonOf(again)]).toEqual([410, 'deleted']);
    expect((await api('PATCH', path, { status: 'confirmed' })).body['status']).toBe('confirmed');
    expect((await api('DELETE', path)).status).toBe(204);
  });

  it('is shown by the handle of the sandbox, too', async () => {
    const { id } = await inserted({ summary: 'Gone' });
    await api('DELETE', `${EVENTS}/${String(id)}`);
    expect(bench.sandbox.events(TEAM)).toContainEqual(
      expect.objectContaining({ id, summary: 'Gone', status: 'cancelled' }),
    );
    expect(bench.sandbox.events('nobody')).toEqual([]);
  });
});

describe('its page', () => {
  it('is at its link, and calendars are on the first page', async () => {
    const body = await inserted({
      summary: 'Tea & <cake>',
      start: { dateTime: new Date(Date.now() + 60_000).toISOString() },
      end: { dateTime: new Date(Date.now() + 120_000).toISOString() },
    });
    const page = await (await fetch(String(body['htmlLink']))).text();
    expect(page).toContain('<h1>Tea &amp; &lt;cake&gt;</h1>');
    expect(page).toContain(TEAM);
    const index = await (await fetch(bench.sandbox.url)).text();
    expect(index).toContain('Tea &amp; &lt;cake&gt;');
    expect(index).toContain('Christmas Day');
    expect((await fetch(`${bench.sandbox.url}/calendar/event?eid=x`)).status).toBe(404);
  });
});
