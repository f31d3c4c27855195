import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ADA,
  anEvent,
  type Api,
  type Bench,
  closeAll,
  connect,
  each,
  reasonOf,
  startBench,
  TEAM,
} from './spec-support.js';

let bench: Bench;
let api: Api;
beforeEach(async () => void ({ api } = bench = await startBench()));
afterEach(closeAll);

const EVENTS = `/calendars/${TEAM}/events`;
const list = (query: Record<string, string> | string = {}) =>
  api('GET', `${EVENTS}?${new URLSearchParams(query).toString()}`);
const ids = async (query: Record<string, string> | string = {}) => each(await list(query), 'id');

/** Makes an event for each id, an hour each, on days of December 2026. */
async function make(...made: [id: string, day: number, wishes?: object][]): Promise<void> {
  for (const [id, day, wishes] of made) {
    const date = `2026-12-${String(day).padStart(2, '0')}`;
    const start = { dateTime: `${date}T10:00:00Z` };
    const { status } = await api(
      'POST',
      EVENTS,
      anEvent({ id, start, end: { dateTime: `${date}T11:00:00Z` }, ...wishes }),
    );
    expect(status).toBe(200);
  }
}

describe('a list', () => {
  it('says what calendar it is of', async () => {
    expect((await list()).body).toEqual({
      kind: 'calendar#events',
      etag: expect.any(String),
      summary: 'Team',
      updated: expect.any(String),
      timeZone: 'Europe/London',
      accessRole: 'writer',
      defaultReminders: [],
      items: [],
      nextSyncToken: expect.any(String),
    });
  });

  it('is of what overlaps a stretch of time', async () => {
    await make(['first', 1], ['second', 2], ['third', 3]);
    const bounds = (timeMin: string, timeMax: string) => ids({ timeMin, timeMax });
    expect(await bounds('2026-12-01T10:30:00Z', '2026-12-02T10:30:00Z')).toEqual(['first', 'second']);
    expect(await bounds('2026-12-01T11:00:00Z', '2026-12-03T10:00:00Z')).toEqual(['second']);
    expect(await ids({ timeMin: '2026-12-02T12:00:00+01:00' })).toEqual(['third']);
  });

  it('counts whole days in the zone of the calendar', async () => {
    const path = '/calendars/primary/events';
    const whole = { start: { date: '2026-07-01' }, end: { date: '2026-07-02' } };
    await api('POST', `/calendars/${TEAM}/events`, anEvent(whole));
    await api('POST', path, anEvent(whole));
    const window = 'timeMin=2026-06-30T22:00:00Z&timeMax=2026-06-30T23:30:00Z';
    expect((await list(window)).body['items']).toHaveLength(1);
    expect((await api('GET', `${path}?${window}`)).body['items']).toHaveLength(0);
  });

  it('finds words, properties, kinds and iCalendar ids', async () => {
    await make(
      ['first', 1, { summary: 'Grand tea', description: 'with scones' }],
      [
        'second',
        2,
        { location: 'The GRAND hotel', extendedProperties: { private: { order: '7' }, shared: { a: 'b' } } },
      ],
      ['third', 3, { summary: 'Deep work', eventType: 'focusTime', iCalUID: 'deep@example.com' }],
    );
    expect(await ids({ q: 'grand' })).toEqual(['first', 'second']);
    expect(await ids({ q: 'scones grand' })).toEqual(['first']);
    expect(await ids({ privateExtendedProperty: 'order=7' })).toEqual(['second']);
    expect(await ids({ sharedExtendedProperty: 'a=c' })).toEqual([]);
    expect(await ids('eventTypes=focusTime&eventTypes=outOfOffice')).toEqual(['third']);
    expect(await ids({ iCalUID: 'deep@example.com' })).toEqual(['third']);
  });

  it('is in the order of time only where recurring events are expanded', async () => {
    await make(['later', 2], ['earlier', 1]);
    expect(await ids({ orderBy: 'startTime', singleEvents: 'true' })).toEqual(['earlier', 'later']);
    await api('PATCH', `${EVENTS}/later`, { summary: 'Changed' });
    expect(await ids({ orderBy: 'updated' })).toEqual(['earlier', 'later']);
    const answer = await list({ orderBy: 'startTime' });
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'invalid']);
  });

  it('shows what was deleted only to those who ask', async () => {
    await make(['kept1', 1], ['gone1', 2]);
    await api('DELETE', `${EVENTS}/gone1`);
    expect(await ids()).toEqual(['kept1']);
    const all = await list({ showDeleted: 'true' });
    expect(all.body['items']).toMatchObject([
      { id: 'kept1' },
      { id: 'gone1', status: 'cancelled', summary: 'Tea' },
    ]);
  });

  it.each([
    [{ timeMin: '2026-12-01T10:00:00' }, 'badRequest'],
    [{ timeMin: '2026-12-02T00:00:00Z', timeMax: '2026-12-02T00:00:00Z' }, 'timeRangeEmpty'],
    [{ maxResults: '0' }, 'invalid'],
    [{ pageToken: 'nonsense' }, 'invalid'],
    [{ syncToken: 'nonsense' }, 'invalid'],
    [{ timeZone: 'Mars/Olympus' }, 'invalid'],
    [{ orderBy: 'colour' }, 'invalid'],
  ])('is refused with %j', async (query, reason) => {
    const answer = await list(query);
    expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
  });
});

describe('pages', () => {
  /** All ids, page by page, and what is done between two pages. */
  async function paged(query: Record<string, string>, between?: (page: number) => Promise<unknown>) {
    const pages: unknown[][] = [];
    let answer = await list(query);
    for (;;) {
      pages.push(each(answer, 'id'));
      const { nextPageToken: pageToken } = answer.body;
      if (pageToken === undefined) return { pages, last: answer.body };
      expect(answer.body).not.toHaveProperty('nextSyncToken');
      await between?.(pages.length);
      answer = await list({ ...query, pageToken: String(pageToken) });
    }
  }

  it('give everything once', async () => {
    await make(['aaaaa', 3], ['bbbbb', 1], ['ccccc', 2], ['ddddd', 5], ['eeeee', 4]);
    const { pages, last } = await paged({ maxResults: '2' });
    expect(pages).toEqual([['aaaaa', 'bbbbb'], ['ccccc', 'ddddd'], ['eeeee']]);
    expect(last).toHaveProperty('nextSyncToken');
    const inTime = await paged({ maxResults: '3', singleEvents: 'true', orderBy: 'startTime' });
    expect(inTime.pages).toEqual([
      ['bbbbb', 'ccccc', 'aaaaa'],
      ['eeeee', 'ddddd'],
    ]);
  });

  it('miss nothing when events come and go meanwhile', async () => {
    await make(['aaaaa', 1], ['bbbbb', 2], ['ccccc', 3], ['ddddd', 4]);
    const { pages, last } = await paged({ maxResults: '2' }, async (page) => {
      if (page > 1) return;
      await api('DELETE', `${EVENTS}/aaaaa`);
      await make(['eeeee', 1]);
    });
    expect(pages.flat()).toEqual(['aaaaa', 'bbbbb', 'ccccc', 'ddddd', 'eeeee']);
    // What changed while the pages were read is told the next time.
    expect(await ids({ syncToken: String(last['nextSyncToken']) })).toEqual(['aaaaa', 'eeeee']);
  });

  it('give the occurrences of one event, too', async () => {
    await make([
      'repeated',
      1,
      {
        start: { dateTime: '2026-12-01T10:00:00Z', timeZone: 'UTC' },
        end: { dateTime: '2026-12-01T11:00:00Z', timeZone: 'UTC' },
        recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
      },
    ]);
    const first = await api('GET', `${EVENTS}/repeated/instances?maxResults=2`);
    const query = `maxResults=2&pageToken=${String(first.body['nextPageToken'])}`;
    const second = await api('GET', `${EVENTS}/repeated/instances?${query}`);
    expect([...each(first, 'id'), ...each(second, 'id')]).toEqual([
      'repeated_20261201T100000Z',
      'repeated_20261202T100000Z',
      'repeated_20261203T100000Z',
    ]);
    expect(second.body).not.toHaveProperty('nextPageToken');
  });
});

describe('changes', () => {
  const tokenOf = async (query: Record<string, string> = {}) =>
    String((await list(query)).body['nextSyncToken']);

  it('are what has happened since, deletions among them', async () => {
    await make(['aaaaa', 1], ['bbbbb', 2], ['ccccc', 3]);
    const syncToken = await tokenOf();
    expect(await ids({ syncToken })).toEqual([]);
    await api('PATCH', `${EVENTS}/bbbbb`, { summary: 'Coffee' });
    await api('DELETE', `${EVENTS}/ccccc`);
    await make(['ddddd', 4]);
    const { body } = await list({ syncToken });
    expect(body['items']).toMatchObject([
      { id: 'bbbbb', summary: 'Coffee' },
      { id: 'ccccc', status: 'cancelled' },
      { id: 'ddddd' },
    ]);
    expect(Object.keys((body['items'] as object[])[1] ?? {})).toEqual(['kind', 'etag', 'id', 'status']);
    expect(await ids({ syncToken: String(body['nextSyncToken']) })).toEqual([]);
    expect(await ids({ syncToken })).toHaveLength(3);
  });

  it('are of one calendar, whoever makes them', async () => {
    const syncToken = await tokenOf();
    const ada = await connect(bench.sandbox, ADA);
    await ada('POST', EVENTS, anEvent({ id: 'fromada' }));
    await ada('POST', '/calendars/primary/events', anEvent({ id: 'foradaalone' }));
    expect(await ids({ syncToken })).toEqual(['fromada']);
  });

  it('tell of occurrences one by one where they are expanded', async () => {
    const zoned = {
      start: { dateTime: '2026-12-01T10:00:00Z', timeZone: 'UTC' },
      end: { dateTime: '2026-12-01T11:00:00Z', timeZone: 'UTC' },
    };
    await make(['repeated', 1, { ...zoned, recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] }]);
    const syncToken = await tokenOf({ singleEvents: 'true' });
    await api('DELETE', `${EVENTS}/repeated_20261202T100000Z`);
    const { body } = await list({ syncToken, singleEvents: 'true' });
    expect(body['items']).toMatchObject([
      { id: 'repeated_20261202T100000Z', status: 'cancelled', recurringEventId: 'repeated' },
    ]);
  });

  it.each<Record<string, string>>([
    { timeMin: '2026-12-01T00:00:00Z' },
    { timeMax: '2026-12-01T00:00:00Z' },
    { updatedMin: new Date().toISOString() },
    { q: 'tea' },
    { orderBy: 'updated' },
    { iCalUID: 'x' },
    { privateExtendedProperty: 'a=b' },
    { showDeleted: 'false' },
  ])('cannot be asked for with %j', async (query) => {
    const answer = await list({ syncToken: await tokenOf(), ...query });
    expect([answer.status, reasonOf(answer)]).toEqual([400, 'invalid']);
  });

  it('have to be begun anew once a token has expired', async () => {
    const syncToken = await tokenOf();
    bench.sandbox.expireSyncTokens();
    const answer = await list({ syncToken });
    expect([answer.status, reasonOf(answer)]).toEqual([410, 'fullSyncRequired']);
    expect(await ids({ syncToken: await tokenOf() })).toEqual([]);
  });

  it('do not follow from a search', async () => {
    expect((await list({ q: 'tea' })).body).not.toHaveProperty('nextSyncToken');
    expect((await list({ singleEvents: 'true', orderBy: 'startTime' })).body).not.toHaveProperty(
      'nextSyncToken',
    );
    expect((await list({ timeMin: '2026-12-01T00:00:00Z' })).body).toHaveProperty('nextSyncToken');
  });

  it('can be asked for by time, for 28 days', async () => {
    await make(['aaaaa', 1], ['bbbbb', 2]);
    const updatedMin = String((await api('PATCH', `${EVENTS}/aaaaa`, { summary: 'Coffee' })).body['updated']);
    await api('DELETE', `${EVENTS}/bbbbb`);
    expect(await ids({ updatedMin })).toEqual(['aaaaa', 'bbbbb']);
    const answer = await list({ updatedMin: new Date(Date.now() - 29 * 86_400_000).toISOString() });
    expect([answer.status, reasonOf(answer)]).toEqual([410, 'updatedMinTooLongAgo']);
  });
});
