import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPair, SignJWT } from 'jose';
import { googleCalendarConfig } from '../../providers/google-calendar/google-calendar.config.js';
import {
  ADA,
  anEvent,
  type Api,
  type Bench,
  callsOf,
  closeAll,
  connect,
  each,
  GRACE,
  reasonOf,
  selfSigned,
  startBench,
  TEAM,
} from './spec-support.js';

let bench: Bench;
let api: Api;
beforeAll(async () => void ({ api } = bench = await startBench()));
afterAll(closeAll);

const SCOPE = 'https://www.googleapis.com/auth/calendar';
const SERVICE_ACCOUNT = 'hookline@sandbox.iam.gserviceaccount.com';
const LIST = '/users/me/calendarList';

describe('the service account of the environment', () => {
  it('is one that Hookline can read', () => {
    expect(googleCalendarConfig.read(bench.sandbox.environment).serviceAccount).toMatchObject({
      email: SERVICE_ACCOUNT,
      privateKey: expect.stringContaining('PRIVATE KEY'),
    });
  });

  it('signs its own tokens', async () => {
    const answer = await api('GET', LIST);
    expect(answer.status).toBe(200);
    expect(each(answer, 'id')).toEqual([SERVICE_ACCOUNT, TEAM, 'holidays@group.v.calendar.google.com']);
  });

  const now = Math.floor(Date.now() / 1000);
  it.each([
    ['that has expired', { iat: now - 3700, exp: now - 100 }],
    ['that would last too long', { exp: now + 7200 }],
    ['of another issuer', { iss: 'eve@evil.example' }],
    ['for another', { sub: 'ada@analytical.example' }],
    ['without a scope', { scope: undefined }],
    ['without an end', { exp: undefined }],
  ])('is refused with a token %s', async (_what, claims) => {
    const answer = await callsOf(bench.sandbox, await selfSigned(bench.sandbox, claims))('GET', LIST);
    expect([answer.status, reasonOf(answer)]).toEqual([401, 'authError']);
  });

  it('is refused what others have signed', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(SERVICE_ACCOUNT)
      .setSubject(SERVICE_ACCOUNT)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    expect((await callsOf(bench.sandbox, forged)('GET', LIST)).status).toBe(401);
    expect((await callsOf(bench.sandbox, 'nonsense')('GET', LIST)).status).toBe(401);
  });
});

describe('scopes', () => {
  const withScope = async (scope: string) =>
    callsOf(bench.sandbox, await selfSigned(bench.sandbox, { scope }));

  it.each([
    [`${SCOPE}.readonly`, 'POST', `/calendars/${TEAM}/events`],
    [`${SCOPE}.events.readonly`, 'PATCH', `/calendars/${TEAM}/events/any12345`],
    [`${SCOPE}.readonly`, 'DELETE', `/calendars/${TEAM}/events/any12345`],
    [`${SCOPE}.events`, 'GET', LIST],
    [`${SCOPE}.events`, 'POST', '/freeBusy'],
    [`${SCOPE}.freebusy`, 'GET', `/calendars/${TEAM}/events`],
  ])('of %s do not let %s %s', async (scope, method, path) => {
    const answer = await (await withScope(scope))(method, path, method === 'GET' ? undefined : anEvent());
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'insufficientPermissions']);
  });

  it('let what they say', async () => {
    expect(
      (await (await withScope(`${SCOPE}.events`))('POST', `/calendars/${TEAM}/events`, anEvent())).status,
    ).toBe(200);
    expect((await (await withScope(`${SCOPE}.readonly`))('GET', LIST)).status).toBe(200);
  });
});

describe('calendars', () => {
  it('are each account’s own, save those that are shared', async () => {
    const [ada, grace] = [await connect(bench.sandbox, ADA), await connect(bench.sandbox, GRACE)];
    expect((await ada('GET', '/calendars/primary')).body).toMatchObject({
      kind: 'calendar#calendar',
      id: 'ada@analytical.example',
      timeZone: 'Europe/London',
    });
    expect((await grace('GET', '/calendars/primary')).body['id']).toBe('grace@compilers.example');
    const { body } = await ada('POST', '/calendars/primary/events', anEvent({ id: 'adas0' }));
    expect(body['organizer']).toEqual({ email: 'ada@analytical.example', self: true });
    expect((await ada('GET', '/calendars/ada@analytical.example/events/adas0')).status).toBe(200);
    expect((await grace('GET', '/calendars/primary/events/adas0')).status).toBe(404);
    const strangers = await grace('GET', '/calendars/ada@analytical.example/events');
    expect([strangers.status, reasonOf(strangers)]).toEqual([404, 'notFound']);
    await ada('POST', `/calendars/${TEAM}/events`, anEvent({ id: 'forall' }));
    expect((await grace('GET', `/calendars/${TEAM}/events/forall`)).status).toBe(200);
  });

  it('that are only for reading are not written to', async () => {
    const path = '/calendars/holidays@group.v.calendar.google.com/events';
    const window =
      'timeMin=2026-12-20T00:00:00Z&timeMax=2027-01-02T00:00:00Z&singleEvents=true&orderBy=startTime';
    expect(each(await api('GET', `${path}?${window}`), 'summary')).toEqual([
      'Christmas Day',
      'New Year’s Day',
    ]);
    const answer = await api('POST', path, anEvent());
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'requiredAccessLevel']);
  });

  it('that nobody has are not found, nor are methods that nobody has', async () => {
    for (const path of ['/calendars/nobody/events', '/calendars/nobody', `${LIST}/nobody`, '/nothing']) {
      const answer = await api('GET', path);
      expect([path, answer.status, reasonOf(answer)]).toEqual([path, 404, 'notFound']);
    }
    expect((await api('GET', `${LIST}/primary`)).body).toMatchObject({ id: SERVICE_ACCOUNT, primary: true });
  });
});

describe('free and busy times', () => {
  const day = { timeMin: '2026-11-02T00:00:00Z', timeMax: '2026-11-03T00:00:00Z' };
  const at = (from: string, to: string, wishes: object = {}) =>
    api(
      'POST',
      '/calendars/primary/events',
      anEvent({
        start: { dateTime: `2026-11-${from}:00Z` },
        end: { dateTime: `2026-11-${to}:00Z` },
        ...wishes,
      }),
    );

  it('are told for each calendar, or why not', async () => {
    await at('02T09:00', '02T10:00');
    await at('02T09:30', '02T11:00');
    await at('02T12:00', '02T13:00', { transparency: 'transparent' });
    await at('01T22:00', '02T01:00');
    const { body: gone } = await at('02T15:00', '02T16:00');
    await api('DELETE', `/calendars/primary/events/${String(gone['id'])}`);
    const start = { dateTime: '2026-10-01T20:00:00Z', timeZone: 'UTC' };
    await at('', '', {
      start,
      end: { ...start, dateTime: '2026-10-01T21:00:00Z' },
      recurrence: ['RRULE:FREQ=DAILY'],
    });
    const items = [{ id: 'primary' }, { id: TEAM }, { id: 'ada@analytical.example' }];
    const { status, body } = await api('POST', '/freeBusy', { ...day, timeZone: 'Europe/Warsaw', items });
    expect(status).toBe(200);
    expect(body).toEqual({
      kind: 'calendar#freeBusy',
      timeMin: '2026-11-02T00:00:00.000Z',
      timeMax: '2026-11-03T00:00:00.000Z',
      calendars: {
        primary: {
          busy: [
            { start: '2026-11-02T01:00:00+01:00', end: '2026-11-02T02:00:00+01:00' },
            { start: '2026-11-02T10:00:00+01:00', end: '2026-11-02T12:00:00+01:00' },
            { start: '2026-11-02T21:00:00+01:00', end: '2026-11-02T22:00:00+01:00' },
          ],
        },
        [TEAM]: { busy: [] },
        'ada@analytical.example': { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] },
      },
    });
  });

  it('are told of 50 calendars at once', async () => {
    const items = Array.from({ length: 51 }, (_, index) => ({ id: `calendar-${index}` }));
    const { body } = await api('POST', '/freeBusy', { ...day, items });
    expect(body['calendars']).toMatchObject({
      'calendar-49': { errors: [{ reason: 'notFound' }] },
      'calendar-50': { errors: [{ reason: 'tooManyCalendarsRequested' }] },
    });
  });

  it.each([
    [{ timeMin: undefined }, 'required'],
    [{ timeMax: '2026-11-03' }, 'badRequest'],
    [{ timeMax: day.timeMin }, 'timeRangeEmpty'],
    [{ timeMax: '2027-11-03T00:00:00Z' }, 'timeRangeTooLong'],
    [{ timeZone: 'Mars/Olympus' }, 'invalid'],
  ])('are not told for %j', async (wishes, reason) => {
    const answer = await api('POST', '/freeBusy', { ...day, items: [{ id: TEAM }], ...wishes });
    expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
  });
});
