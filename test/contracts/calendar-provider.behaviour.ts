import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CalendarEvent,
  CalendarProvider,
  EventInput,
  EventTime,
  ListEvents,
  Recurrence,
} from '../../src/contracts/calendars.js';
import type { CallOptions } from '../../src/contracts/calls.js';
import {
  ConflictError,
  IdempotencyConflictError,
  NotFoundError,
  ValidationError,
} from '../../src/contracts/errors.js';

/** A provider, ready to keep calendars at its sandbox. */
export interface RunningCalendarProvider {
  provider: CalendarProvider;
  /** A calendar that may be written to. */
  calendarId: string;
  /** Another one. */
  otherCalendarId: string;
  unknownCalendarId: string;
  /** Acts for a person, who may invite others; not every account may. */
  asPerson: CallOptions;
  /** An id that looks right and names nothing. */
  unknownEventId: string;
  /** How many calls the provider has received so far. */
  calls(): number;
  /** Breaks the next call: before or after it was carried out, or by answering with that status instead. */
  failNext(mode: 'reset-before' | 'reset-after' | number): void;
  /** Whoever follows a calendar's changes has to begin anew. */
  expireSyncTokens(): void;
  /** What did not keep to the provider's published description. */
  violations(): readonly string[];
  stop(): Promise<void>;
}

const WARSAW = 'Europe/Warsaw';
const HOUR_MS = 3_600_000;

const at = (text: string, timeZone = WARSAW): EventTime => ({ at: new Date(text), timeZone });

/** An event of one hour. */
const hour = (start: string, wish: Partial<EventInput> = {}): EventInput => ({
  title: 'Stand-up',
  start: at(start),
  end: at(new Date(Date.parse(start) + HOUR_MS).toISOString()),
  ...wish,
});

const fieldsOf = async (refused: Promise<unknown>) => {
  const error = await refused.catch((thrown: unknown) => thrown);
  return error instanceof ValidationError ? error.details.map(({ field }) => field) : error;
};

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What every provider of calendars does, whoever it is. One suite, so that a product can change providers. */
export function describeCalendarProvider(subject: {
  name: string;
  start(): Promise<RunningCalendarProvider>;
}): void {
  describe(`${subject.name} as a calendar provider`, () => {
    let running: RunningCalendarProvider;
    let provider: CalendarProvider;
    let calendarId: string;

    beforeAll(async () => {
      running = await subject.start();
      ({ provider, calendarId } = running);
    });
    afterAll(() => running?.stop());

    const create = (input: EventInput) => provider.createEvent(calendarId, input);
    const list = (query: ListEvents) => collect(provider.listEvents(calendarId, query));
    const startsOf = (events: readonly CalendarEvent[]) =>
      events.map(({ start }) => start && ('at' in start ? start.at.toISOString() : start.date));

    describe('an event', () => {
      it('is made, read, changed and deleted', async () => {
        const made = await create(
          hour('2026-12-01T08:00:00Z', { description: 'Łódź & more', location: 'Room 4' }),
        );
        expect(made).toMatchObject({
          provider: subject.name,
          calendarId,
          status: 'confirmed',
          title: 'Stand-up',
          description: 'Łódź & more',
          location: 'Room 4',
          start: at('2026-12-01T08:00:00Z'),
          end: at('2026-12-01T09:00:00Z'),
          recurrence: undefined,
          recurrenceRules: [],
          recurringEventId: undefined,
          attendees: [],
        });
        expect(Math.abs(Date.now() - (made.createdAt?.getTime() ?? 0))).toBeLessThan(60_000);
        expect(await provider.getEvent(calendarId, made.id)).toMatchObject({
          id: made.id,
          version: made.version,
        });

        const changed = await provider.updateEvent(calendarId, made.id, { title: 'Retro', location: null });
        expect(changed).toMatchObject({
          title: 'Retro',
          description: 'Łódź & more',
          location: undefined,
          start: made.start,
        });
        expect(changed.version).not.toBe(made.version);

        await provider.deleteEvent(calendarId, made.id);
        expect(await provider.getEvent(calendarId, made.id)).toMatchObject({ status: 'cancelled' });
        await expect(provider.deleteEvent(calendarId, made.id)).resolves.toBeUndefined();
      });

      it('lasts whole days, up to the first that is no longer part of it', async () => {
        const input = { title: 'Leap', start: { date: '2028-02-28' }, end: { date: '2028-03-01' } };
        const { id } = await create(input);
        expect(await provider.getEvent(calendarId, id)).toMatchObject(input);
      });

      it('becomes a whole day, and a moment again', async () => {
        const { id, start, end } = await create(hour('2026-12-02T08:00:00Z'));
        const days = { start: { date: '2026-12-02' }, end: { date: '2026-12-03' } };
        await provider.updateEvent(calendarId, id, days);
        expect(await provider.getEvent(calendarId, id)).toMatchObject(days);
        await provider.updateEvent(calendarId, id, { ...(start && { start }), ...(end && { end }) });
        expect(await provider.getEvent(calendarId, id)).toMatchObject({ start, end });
      });

      it('keeps the moment, and not only the clock, when clocks are put back', async () => {
        const [first, second] = await Promise.all(
          ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((start) => create(hour(start))),
        );
        expect(first?.start).toEqual(at('2026-10-25T00:30:00Z'));
        expect(second?.start).toEqual(at('2026-10-25T01:30:00Z'));
      });

      it('has attendees, whose answers it tells', async () => {
        const attendees = [
          { email: 'ada@example.com', name: 'Ada', optional: true },
          { email: 'grace@example.com', response: 'accepted' as const },
        ];
        const input = hour('2026-12-03T08:00:00Z', { attendees, notifyAttendees: false });
        const { id } = await provider.createEvent(calendarId, input, running.asPerson);
        expect((await provider.getEvent(calendarId, id)).attendees).toMatchObject([
          { email: 'ada@example.com', name: 'Ada', optional: true, response: 'needs_action' },
          { email: 'grace@example.com', response: 'accepted' },
        ]);
        const changed = await provider.updateEvent(calendarId, id, { attendees: [] }, running.asPerson);
        expect(changed.attendees).toEqual([]);
      });

      it('has a place to meet online', async () => {
        const { id, conferenceUrl } = await create(hour('2026-12-04T08:00:00Z', { conference: true }));
        expect(conferenceUrl).toMatch(/^https:/);
        expect(await provider.updateEvent(calendarId, id, { title: 'Online' })).toMatchObject({
          conferenceUrl,
        });
        const without = await provider.updateEvent(calendarId, id, { conference: false });
        expect(without.conferenceUrl).toBeUndefined();
      });

      it('is changed only at the version that is expected', async () => {
        const { id, version = '' } = await create(hour('2026-12-05T08:00:00Z'));
        const change = (title: string) => provider.updateEvent(calendarId, id, { title, ifVersion: version });
        const changes = await Promise.allSettled(['one', 'two', 'three'].map(change));
        expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        await expect(change('four')).rejects.toThrow(ConflictError);
      });
    });

    describe('an event that recurs', () => {
      it.each([
        [
          'autumn',
          WARSAW,
          '2026-10-24T07:00:00Z',
          ['2026-10-24T07:00:00.000Z', '2026-10-25T08:00:00.000Z', '2026-10-26T08:00:00.000Z'],
        ],
        [
          'spring',
          'America/New_York',
          '2027-03-13T14:00:00Z',
          ['2027-03-13T14:00:00.000Z', '2027-03-14T13:00:00.000Z', '2027-03-15T13:00:00.000Z'],
        ],
      ])(
        'stays at nine o’clock when clocks are changed in %s',
        async (_season, timeZone, first, expected) => {
          const title = `Nine ${randomUUID()}`;
          const end = new Date(Date.parse(first) + HOUR_MS).toISOString();
          const { id } = await create({
            title,
            start: at(first, timeZone),
            end: at(end, timeZone),
            recurrence: { frequency: 'daily', count: 3 },
          });
          const window = {
            from: new Date(first),
            to: new Date(Date.parse(first) + 96 * HOUR_MS),
            search: title,
          };
          const occurrences = await list(window);
          expect(startsOf(occurrences)).toEqual(expected);
          expect(occurrences.map(({ recurringEventId }) => recurringEventId)).toEqual([id, id, id]);
          expect(occurrences.map(({ start }) => start && 'at' in start && start.timeZone)).toEqual(
            Array(3).fill(timeZone),
          );
          const [whole, ...more] = await list({ ...window, expandRecurring: false });
          expect(more).toEqual([]);
          expect(whole).toMatchObject({ id, recurrence: { frequency: 'daily', count: 3 } });
        },
      );

      it('ends, leaves days out, and comes back as it was said', async () => {
        const title = `Course ${randomUUID()}`;
        const recurrence: Recurrence = {
          frequency: 'weekly',
          interval: 2,
          byDay: ['MO', 'WE'],
          until: new Date('2027-02-03T08:00:00Z'),
          except: [at('2027-01-18T08:00:00Z')],
        };
        const { id } = await create(hour('2027-01-04T08:00:00Z', { title, recurrence }));
        expect(await provider.getEvent(calendarId, id)).toMatchObject({ recurrence, recurrenceRules: [] });
        expect(startsOf(await list({ search: title }))).toEqual(
          ['2027-01-04', '2027-01-06', '2027-01-20', '2027-02-01', '2027-02-03'].map(
            (day) => `${day}T08:00:00.000Z`,
          ),
        );
      });

      it('recurs for whole days', async () => {
        const title = `Rent ${randomUUID()}`;
        const recurrence: Recurrence = {
          frequency: 'monthly',
          byMonthDay: [-1],
          until: new Date('2027-04-30'),
          except: [{ date: '2027-03-31' }],
        };
        const start = { date: '2027-01-31' };
        const { id } = await create({ title, start, end: { date: '2027-02-01' }, recurrence });
        expect(await provider.getEvent(calendarId, id)).toMatchObject({ start, recurrence });
        expect(startsOf(await list({ search: title }))).toEqual(['2027-01-31', '2027-02-28', '2027-04-30']);
      });

      it('is made to recur, differently, and no longer', async () => {
        const title = `Habit ${randomUUID()}`;
        const { id } = await create(hour('2027-02-10T08:00:00Z', { title }));
        const recurrence: Recurrence = { frequency: 'daily', count: 2 };
        expect(await provider.updateEvent(calendarId, id, { recurrence })).toMatchObject({ recurrence });
        expect(await list({ search: title })).toHaveLength(2);
        const before = { frequency: 'daily', until: new Date('2027-02-09') } as const;
        expect(await fieldsOf(provider.updateEvent(calendarId, id, { recurrence: before }))).toEqual([
          'recurrence.until',
        ]);
        const once = await provider.updateEvent(calendarId, id, { recurrence: null });
        expect(once.recurrence).toBeUndefined();
        expect(await list({ search: title })).toHaveLength(1);
      });
    });

    describe('listing', () => {
      it('tells what lies in a span of time, in its order, page by page', async () => {
        const days = ['2029-05-03', '2029-05-01', '2029-05-02', '2029-05-05', '2029-05-04'];
        for (const day of days) await create(hour(`${day}T08:00:00Z`, { title: `Day ${day}` }));
        const span = { from: new Date('2029-05-01T08:30:00Z'), to: new Date('2029-05-05T08:00:00Z') };
        const expected = ['01', '02', '03', '04'].map((day) => `2029-05-${day}T08:00:00.000Z`);
        expect(startsOf(await list({ ...span, pageSize: 1 }))).toEqual(expected);
        const first = await provider.pageOfEvents(calendarId, { ...span, pageSize: 3 });
        expect(startsOf(first.events)).toEqual(expected.slice(0, 3));
        const second = await provider.pageOfEvents(calendarId, {
          ...span,
          pageSize: 3,
          ...(first.nextPageToken !== undefined && { pageToken: first.nextPageToken }),
        });
        expect(startsOf(second.events)).toEqual(expected.slice(3));
        expect(second.nextPageToken).toBeUndefined();
      });

      it('looks for words', async () => {
        const word = randomUUID();
        const { id } = await create(hour('2029-06-01T08:00:00Z', { description: `About ${word}.` }));
        const found = await list({ search: word });
        expect(found.map((event) => event.id)).toEqual([id]);
        expect(await list({ search: randomUUID() })).toEqual([]);
      });
    });

    describe('following changes', () => {
      it('tells what is new, changed and deleted since, and begins anew when its token is no longer good', async () => {
        const kept = await create(hour('2029-07-01T08:00:00Z'));
        const lost = await create(hour('2029-07-02T08:00:00Z'));
        const all = await provider.changedEvents(calendarId);
        expect(all.full).toBe(true);
        expect(all.events.map(({ id }) => id)).toEqual(expect.arrayContaining([kept.id, lost.id]));

        const nothing = await provider.changedEvents(calendarId, all.syncToken);
        expect(nothing).toMatchObject({ events: [], full: false });

        await provider.deleteEvent(calendarId, lost.id);
        await provider.updateEvent(calendarId, kept.id, { title: 'Changed' });
        const added = await create(hour('2029-07-03T08:00:00Z'));
        const { events, full, syncToken } = await provider.changedEvents(calendarId, nothing.syncToken);
        expect(full).toBe(false);
        expect(Object.fromEntries(events.map(({ id, status }) => [id, status]))).toEqual({
          [kept.id]: 'confirmed',
          [added.id]: 'confirmed',
          [lost.id]: 'cancelled',
        });

        running.expireSyncTokens();
        const anew = await provider.changedEvents(calendarId, syncToken);
        expect(anew.full).toBe(true);
        expect(anew.events.map(({ id }) => id)).toEqual(expect.arrayContaining([kept.id, added.id]));
        expect(anew.events.map(({ id }) => id)).not.toContain(lost.id);
        expect(await provider.changedEvents(calendarId, anew.syncToken)).toMatchObject({ full: false });
      });

      it('refuses a token that never was one', async () => {
        await expect(provider.changedEvents(calendarId, 'nonsense')).rejects.toThrow(ValidationError);
      });
    });

    describe('free and busy', () => {
      it('is told for each calendar, in the order of time, overlapping events as one', async () => {
        for (const start of ['2029-08-01T12:00:00Z', '2029-08-01T08:00:00Z', '2029-08-01T08:30:00Z']) {
          await create(hour(start));
        }
        const span = { from: new Date('2029-08-01T00:00:00Z'), to: new Date('2029-08-02T00:00:00Z') };
        const { otherCalendarId } = running;
        expect(await provider.freeBusy([calendarId, otherCalendarId], span)).toEqual([
          {
            calendarId,
            busy: [
              { from: new Date('2029-08-01T08:00:00Z'), to: new Date('2029-08-01T09:30:00Z') },
              { from: new Date('2029-08-01T12:00:00Z'), to: new Date('2029-08-01T13:00:00Z') },
            ],
          },
          { calendarId: otherCalendarId, busy: [] },
        ]);
        expect(await provider.freeBusy([], span)).toEqual([]);
      });

      it('names a calendar that there is none of', async () => {
        const span = { from: new Date('2029-08-01'), to: new Date('2029-08-02') };
        const { unknownCalendarId } = running;
        const asked = provider.freeBusy([calendarId, unknownCalendarId], span);
        await expect(asked).rejects.toThrow(NotFoundError);
        await expect(asked).rejects.toThrow(unknownCalendarId);
      });
    });

    describe('asking twice with one idempotency key', () => {
      const key = () => ({ idempotencyKey: `order-${randomUUID()}` });

      it('makes one event, also at the same time, and when an answer is lost', async () => {
        const options = key();
        const title = `Once ${options.idempotencyKey}`;
        const make = () => provider.createEvent(calendarId, hour('2029-09-01T08:00:00Z', { title }), options);
        const made = await Promise.all([make(), make(), make()]);
        running.failNext('reset-after');
        made.push(await make());
        expect(new Set(made.map(({ id }) => id)).size).toBe(1);
        expect(await list({ search: title })).toHaveLength(1);
      });

      it('makes one event when the answer to the first call is lost', async () => {
        const title = `Lost ${randomUUID()}`;
        running.failNext('reset-after');
        const { id } = await create(hour('2029-09-02T08:00:00Z', { title }));
        expect((await list({ search: title })).map((event) => event.id)).toEqual([id]);
      });

      it('refuses the key for something else, and for what was deleted since', async () => {
        const options = key();
        const input = hour('2029-09-03T08:00:00Z');
        const { id } = await provider.createEvent(calendarId, input, options);
        const others = [
          { ...input, title: 'Another' },
          hour('2029-09-03T09:00:00Z'),
          { ...input, end: at('2029-09-03T10:00:00Z') },
          { ...input, start: { date: '2029-09-03' }, end: { date: '2029-09-04' } },
        ];
        for (const other of others) {
          await expect(provider.createEvent(calendarId, other, options)).rejects.toThrow(
            IdempotencyConflictError,
          );
        }
        await provider.deleteEvent(calendarId, id);
        await expect(provider.createEvent(calendarId, input, options)).rejects.toThrow(ConflictError);
      });
    });

    describe('many at once', () => {
      it('are made in few calls, one outcome for each in their order, and once however often asked', async () => {
        const word = randomUUID();
        const inputs = Array.from({ length: 120 }, (_each, index) =>
          hour(new Date(Date.parse('2030-01-01') + index * HOUR_MS).toISOString(), {
            title: `${index} ${word}`,
          }),
        );
        inputs[77] = { ...hour('2030-01-01T08:00:00Z'), end: at('2030-01-01T07:00:00Z') };
        const options = { idempotencyKey: `batch-${word}` };
        const before = running.calls();
        const outcomes = await provider.createEvents(calendarId, inputs, options);
        expect(running.calls() - before).toBeLessThan(20);
        const titles = outcomes.map((outcome) => ('event' in outcome ? outcome.event.title : outcome.error));
        expect(titles[77]).toBeInstanceOf(ValidationError);
        expect(titles.filter((title) => typeof title === 'string')).toEqual(
          inputs.filter((_input, index) => index !== 77).map(({ title }) => title),
        );

        const again = await provider.createEvents(calendarId, inputs, options);
        const idsOf = (all: typeof outcomes) =>
          all.map((each) => ('event' in each ? each.event.id : undefined));
        expect(idsOf(again)).toEqual(idsOf(outcomes));
        expect(await list({ search: word, pageSize: 2_500 })).toHaveLength(119);
      });

      it('are none for none', async () => {
        expect(await provider.createEvents(calendarId, [])).toEqual([]);
      });
    });

    describe('an id that names nothing', () => {
      const IDS = ['', '.', '..', '../calendars', 'a\nb', 'a b', '\ud800', 'x'.repeat(5_000)];

      it.each<[string, (calendar: string) => Promise<unknown>]>([
        ['pageOfEvents', (calendar) => provider.pageOfEvents(calendar)],
        ['changedEvents', (calendar) => provider.changedEvents(calendar)],
        ['getEvent', (calendar) => provider.getEvent(calendar, running.unknownEventId)],
        ['createEvent', (calendar) => provider.createEvent(calendar, hour('2026-12-01T08:00:00Z'))],
        ['freeBusy', (calendar) => provider.freeBusy([calendar], { from: new Date(0), to: new Date(1) })],
        ['watch', (calendar) => provider.watch(calendar)],
      ])('of a calendar is not found by %s', async (_name, act) => {
        for (const id of [running.unknownCalendarId, ...IDS]) {
          await expect(act(id)).rejects.toThrow(NotFoundError);
        }
      });

      it.each<[string, (id: string) => Promise<unknown>]>([
        ['getEvent', (id) => provider.getEvent(calendarId, id)],
        ['updateEvent', (id) => provider.updateEvent(calendarId, id, { title: 'New' })],
        ['deleteEvent', (id) => provider.deleteEvent(calendarId, id)],
      ])('of an event is not found by %s', async (_name, act) => {
        for (const id of [running.unknownEventId, ...IDS]) {
          await expect(act(id)).rejects.toThrow(NotFoundError);
        }
      });
    });

    describe('what is wrong is refused before any call', () => {
      const good = hour('2026-12-01T08:00:00Z');
      const invalid = new Date(Number.NaN);

      it.each<[string, EventInput]>([
        ['title', { ...good, title: '' }],
        ['title', { ...good, title: 'x'.repeat(1_025) }],
        ['start.at', { ...good, start: { at: invalid, timeZone: WARSAW } }],
        ['start.timeZone', { ...good, start: at('2026-12-01T08:00:00Z', 'Mars/Olympus') }],
        ['start.date', { ...good, start: { date: '2026-02-29' }, end: { date: '2026-03-01' } }],
        ['end', { ...good, end: good.start }],
        ['end', { ...good, end: at('2026-12-01T07:59:59Z') }],
        ['end', { ...good, end: { date: '2026-12-02' } }],
        ['end', { ...good, start: { date: '2026-12-02' }, end: { date: '2026-12-02' } }],
        ['end.timeZone', { ...good, end: at('2026-12-01T09:00:00Z', '+01:00') }],
        ['recurrence.byDay', { ...good, recurrence: { frequency: 'weekly', byDay: ['1MO'] } }],
        [
          'recurrence.until',
          { ...good, recurrence: { frequency: 'daily', count: 1, until: new Date('2027-01-01') } },
        ],
        [
          'recurrence.except.0',
          { ...good, recurrence: { frequency: 'daily', except: [{ date: '2026-12-02' }] } },
        ],
        ['attendees.1.email', { ...good, attendees: [{ email: 'a@example.com' }, { email: 'nobody' }] }],
      ])('%s of a new event', async (field, input) => {
        const before = running.calls();
        expect(await fieldsOf(create(input))).toEqual([field]);
        expect(running.calls()).toBe(before);
      });

      it.each<[string, ListEvents]>([
        ['to', { from: new Date('2026-12-02'), to: new Date('2026-12-01') }],
        ['from', { from: invalid }],
        ['search', { search: ' ' }],
        ['pageSize', { pageSize: 0 }],
        ['pageSize', { pageSize: 2_501 }],
        ['pageSize', { pageSize: 1.5 }],
        ['pageToken', { pageToken: '' }],
      ])('%s of a listing', async (field, query) => {
        const before = running.calls();
        expect(await fieldsOf(provider.pageOfEvents(calendarId, query))).toEqual([field]);
        expect(running.calls()).toBe(before);
      });

      it('a span of time that is none', async () => {
        const span = { from: new Date('2026-12-02'), to: new Date('2026-12-02') };
        expect(await fieldsOf(provider.freeBusy([calendarId], span))).toEqual(['to']);
      });
    });

    describe('watching', () => {
      it('begins and ends, as often as asked', async () => {
        const watch = await provider.watch(calendarId, { lastsMs: HOUR_MS });
        expect(watch).toMatchObject({ provider: subject.name, calendarId });
        expect(Math.abs((watch.expiresAt?.getTime() ?? 0) - Date.now() - HOUR_MS)).toBeLessThan(60_000);
        await provider.stopWatching(watch);
        await expect(provider.stopWatching(watch)).resolves.toBeUndefined();
      });

      it.each([
        ['address', { address: 'nowhere', token: 'a-token-of-sixteen' }],
        ['token', { token: 'short' }],
        ['token', { address: 'https://elsewhere.example' }],
        ['lastsMs', { lastsMs: 0 }],
      ])('is refused for its %s', async (field, wish) => {
        expect(await fieldsOf(provider.watch(calendarId, wish))).toEqual([field]);
      });
    });

    it('keeps to what the provider publishes, in all of the above', () => {
      expect(running.violations()).toEqual([]);
    });
  });
}
