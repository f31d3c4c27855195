import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { anEvent, type Api, closeAll, each, reasonOf, startBench, TEAM } from './spec-support.js';
import { Recurrence } from './recurrence.js';

let api: Api;
beforeAll(async () => void ({ api } = await startBench()));
afterAll(closeAll);

const EVENTS = `/calendars/${TEAM}/events`;
let made = 0;

/** Makes a recurring event; tells its id. */
async function series(wishes: object): Promise<string> {
  made += 1;
  const { body } = await api('POST', EVENTS, anEvent({ id: `series${made}`, ...wishes }));
  expect(body).toMatchObject({ id: `series${made}` });
  return `series${made}`;
}

const london = (dateTime: string) => ({ dateTime, timeZone: 'Europe/London' });
const starts = (answer: Awaited<ReturnType<Api>>) =>
  each(answer, 'start').map((start) => Object.values(start as { dateTime?: string; date?: string })[0]);

describe('an event that recurs', () => {
  it('keeps its hour when the clocks change', async () => {
    const id = await series({
      start: london('2026-10-24T09:00:00'),
      end: london('2026-10-24T10:00:00'),
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
    });
    const answer = await api('GET', `${EVENTS}/${id}/instances`);
    expect(starts(answer)).toEqual([
      '2026-10-24T09:00:00+01:00',
      '2026-10-25T09:00:00Z',
      '2026-10-26T09:00:00Z',
    ]);
    expect(each(answer, 'id')).toEqual([
      `${id}_20261024T080000Z`,
      `${id}_20261025T090000Z`,
      `${id}_20261026T090000Z`,
    ]);
    expect(answer.body['items']).toMatchObject([
      { recurringEventId: id, originalStartTime: { dateTime: '2026-10-24T09:00:00+01:00' } },
      {},
      {},
    ]);
  });

  it('leaves out what it is told to leave out', async () => {
    const id = await series({
      start: london('2026-03-23T09:00:00'),
      end: london('2026-03-23T09:30:00'),
      recurrence: [
        'RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260408T080000Z',
        'EXDATE;TZID=Europe/London:20260325T090000',
        'EXDATE:20260401T080000Z',
        'RDATE;TZID=Europe/London:20260410T120000',
      ],
    });
    expect(starts(await api('GET', `${EVENTS}/${id}/instances`))).toEqual([
      '2026-03-23T09:00:00Z',
      '2026-03-30T09:00:00+01:00',
      '2026-04-06T09:00:00+01:00',
      '2026-04-08T09:00:00+01:00',
      '2026-04-10T12:00:00+01:00',
    ]);
  });

  it('may be for whole days', async () => {
    const id = await series({
      start: { date: '2026-12-31' },
      end: { date: '2027-01-02' },
      recurrence: ['RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270331', 'EXDATE;VALUE=DATE:20270228'],
    });
    const answer = await api('GET', `${EVENTS}/${id}/instances`);
    expect(each(answer, 'start')).toEqual([
      { date: '2026-12-31' },
      { date: '2027-01-31' },
      { date: '2027-03-31' },
    ]);
    expect(each(answer, 'end').at(-1)).toEqual({ date: '2027-04-02' });
    expect(each(answer, 'id')[0]).toBe(`${id}_20261231`);
  });

  it('is listed once, or by its occurrences in a stretch of time', async () => {
    const id = await series({
      summary: 'Endless',
      start: london('2020-01-01T09:00:00'),
      end: london('2020-01-01T10:00:00'),
      recurrence: ['RRULE:FREQ=DAILY'],
    });
    const window = 'q=endless&timeMin=2026-07-01T09:30:00%2B01:00&timeMax=2026-07-03T09:00:00%2B01:00';
    expect(each(await api('GET', `${EVENTS}?${window}`), 'id')).toEqual([id]);
    const expanded = await api('GET', `${EVENTS}?${window}&singleEvents=true&orderBy=startTime`);
    expect(starts(expanded)).toEqual(['2026-07-01T09:00:00+01:00', '2026-07-02T09:00:00+01:00']);
    expect(each(expanded, 'recurrence')).toEqual([undefined, undefined]);
    const none = 'q=endless&timeMax=2019-07-01T00:00:00Z';
    expect(each(await api('GET', `${EVENTS}?${none}`), 'id')).toEqual([]);
    expect(reasonOf(await api('GET', `${EVENTS}/nothing12345/instances`))).toBe('notFound');
  });

  it('goes with all its occurrences', async () => {
    const id = await series({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'], summary: 'Doomed' });
    await api('PATCH', `${EVENTS}/${id}_20261202T100000Z`, { location: 'There' });
    await api('DELETE', `${EVENTS}/${id}`);
    expect(each(await api('GET', `${EVENTS}?q=doomed&singleEvents=true`), 'id')).toEqual([]);
    const all = await api('GET', `${EVENTS}?q=doomed&singleEvents=true&showDeleted=true`);
    expect(each(all, 'status')).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });
});

describe('one occurrence', () => {
  const occurrence = (id: string) => `${EVENTS}/${id}_20261202T100000Z`;

  it('can be read by its id, if there is one', async () => {
    const id = await series({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    expect((await api('GET', occurrence(id))).body).toMatchObject({
      id: `${id}_20261202T100000Z`,
      recurringEventId: id,
      start: { dateTime: '2026-12-02T10:00:00Z' },
      end: { dateTime: '2026-12-02T11:00:00Z' },
    });
    for (const other of ['20261209T100000Z', '20261202T110000Z', '20261202', '20269902T100000Z']) {
      expect([other, (await api('GET', `${EVENTS}/${id}_${other}`)).status]).toEqual([other, 404]);
    }
  });

  it('can be moved by itself, and keeps its place', async () => {
    const id = await series({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'], summary: 'Movable' });
    const moved = { start: { dateTime: '2026-12-02T15:00:00Z' }, end: { dateTime: '2026-12-02T16:00:00Z' } };
    const { body } = await api('PATCH', occurrence(id), moved);
    expect(body).toMatchObject({ originalStartTime: { dateTime: '2026-12-02T10:00:00Z' }, ...moved });
    const listed = await api('GET', `${EVENTS}?q=movable&singleEvents=true&orderBy=startTime`);
    expect(starts(listed)).toEqual(['2026-12-01T10:00:00Z', '2026-12-02T15:00:00Z', '2026-12-03T10:00:00Z']);
    expect(each(await api('GET', `${EVENTS}?q=movable`), 'id')).toEqual([id, `${id}_20261202T100000Z`]);
    await api('PATCH', `${EVENTS}/${id}`, { summary: 'Renamed' });
    const { body: kept } = await api('GET', occurrence(id));
    expect(kept).toMatchObject({ summary: 'Movable', start: moved.start });
  });

  it('can be deleted by itself', async () => {
    const id = await series({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'], summary: 'Sparse' });
    expect((await api('DELETE', occurrence(id))).status).toBe(204);
    expect((await api('DELETE', occurrence(id))).status).toBe(410);
    const instances = await api('GET', `${EVENTS}/${id}/instances`);
    expect(starts(instances)).toEqual(['2026-12-01T10:00:00Z', '2026-12-03T10:00:00Z']);
    const all = await api('GET', `${EVENTS}/${id}/instances?showDeleted=true`);
    expect(each(all, 'status')).toEqual(['confirmed', 'cancelled', 'confirmed']);
    // Whoever repeats the event by its rules has to know.
    expect((await api('GET', `${EVENTS}?q=sparse`)).body['items']).toMatchObject([
      { id, status: 'confirmed' },
      {
        id: `${id}_20261202T100000Z`,
        status: 'cancelled',
        recurringEventId: id,
        originalStartTime: { dateTime: '2026-12-02T10:00:00Z' },
      },
    ]);
  });

  it('is lost when the rules no longer know it', async () => {
    const id = await series({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'], summary: 'Shortened' });
    await api('PATCH', occurrence(id), { location: 'There' });
    await api('PATCH', `${EVENTS}/${id}`, { recurrence: ['RRULE:FREQ=DAILY;COUNT=1'] });
    expect(starts(await api('GET', `${EVENTS}/${id}/instances`))).toEqual(['2026-12-01T10:00:00Z']);
    expect((await api('GET', occurrence(id))).body['status']).toBe('cancelled');
  });
});

describe('rules', () => {
  const zones = fc.constantFrom(
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'UTC',
  );

  it('repeat by the day at the same hour, wherever that hour exists', () => {
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: 0, max: 364 }),
        // The hours in which clocks change are left out.
        fc.integer({ min: 5, max: 23 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 40 }),
        (zone, day, hour, interval, count) => {
          const first = Temporal.PlainDateTime.from('2026-01-01T00:00').add({ days: day, hours: hour });
          const rule = `RRULE:FREQ=DAILY;INTERVAL=${interval};COUNT=${count}`;
          const found = new Recurrence([rule], first.toZonedDateTime(zone), false).within({});
          const expected = Array.from({ length: count }, (_, index) =>
            first
              .add({ days: index * interval })
              .toZonedDateTime(zone)
              .toString(),
          );
          expect(found.map(String)).toEqual(expected);
        },
      ),
    );
  });

  it('give the same in parts as in one', () => {
    const start = Temporal.ZonedDateTime.from('2026-01-05T09:00[Europe/London]');
    const recurrence = new Recurrence(['RRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=60'], start, false);
    const all = recurrence.within({}).map(({ epochMilliseconds }) => epochMilliseconds);
    expect(all).toHaveLength(60);
    fc.assert(
      fc.property(fc.integer({ min: all[0] ?? 0, max: all.at(-1) ?? 0 }), (cut) => {
        const parts = [...recurrence.within({ to: cut }), ...recurrence.within({ from: cut + 1 })];
        expect(parts.map(({ epochMilliseconds }) => epochMilliseconds)).toEqual(all);
      }),
    );
  });
});
