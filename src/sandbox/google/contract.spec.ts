import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { arrived, startReceiver } from '../spec-support.js';
import {
  aChannel,
  ADA,
  anEvent,
  type Api,
  type ApiAnswer,
  type Bench,
  callsOf,
  closeAll,
  connect,
  startBench,
  TEAM,
} from './spec-support.js';

const FOLDER = resolve('..', 'shared', 'contracts', 'google-calendar');
const present = existsSync(FOLDER);
const title = present
  ? 'answers have the shape that Google publishes'
  : `answers have the shape that Google publishes: SKIPPED, since ${FOLDER} is not here`;

const description = z.looseObject({
  components: z.object({
    schemas: z.record(
      z.string(),
      z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() }),
    ),
  }),
});

const contract = <T>(file: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(resolve(FOLDER, file), 'utf8')));

(present ? describe : describe.skip)(title, () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  let schemas: z.output<typeof description>['components']['schemas'];
  let bench: Bench;
  let api: Api;

  beforeAll(async () => {
    const openapi = contract('calendar-v3.openapi.json', description);
    ({ schemas } = openapi.components);
    ajv.addSchema(openapi, 'google');
    ({ api } = bench = await startBench());
  });
  afterAll(closeAll);

  /** Wrong and missing fields by a named schema, and fields that it does not have, those of its items included. */
  function faults(name: string, body: unknown): string[] {
    const validate = ajv.compile({ $ref: `google#/components/schemas/${name}` });
    validate(body);
    const wrong = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    const known = schemas[name]?.properties ?? {};
    const unknown = Object.keys(Object(body)).filter((field) => !(field in known));
    return [...wrong, ...unknown.map((field) => `/${field} is not in the schema`)];
  }

  const list = z.looseObject({ items: z.array(z.unknown()) });
  function faultsOfList(name: string, item: string, { body }: ApiAnswer): string[] {
    const { items } = list.parse(body);
    expect(items.length).toBeGreaterThan(0);
    return [...faults(name, body), ...items.flatMap((each) => faults(item, each))];
  }

  it('notices what is wrong', () => {
    expect(faults('Event', { id: 1, colour: 'red' })).toEqual([
      '/id must be string',
      '/colour is not in the schema',
    ]);
  });

  it('events and their lists', async () => {
    const ada = await connect(bench.sandbox, ADA);
    const events = '/calendars/primary/events';
    const wishes = {
      id: 'aaaaa',
      attendees: [{ email: 'grace@compilers.example', displayName: 'Grace' }],
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
      conferenceData: { createRequest: { requestId: 'a', conferenceSolutionKey: { type: 'hangoutsMeet' } } },
      extendedProperties: { private: { a: 'b' } },
      reminders: { overrides: [{ method: 'popup', minutes: 10 }] },
    };
    const inserted = await ada('POST', `${events}?conferenceDataVersion=1`, anEvent(wishes));
    const patched = await ada('PATCH', `${events}/aaaaa_20261202T100000Z`, {
      start: { dateTime: '2026-12-02T10:30:00Z' },
    });
    await ada('DELETE', `${events}/aaaaa_20261203T100000Z`);
    const syncToken = String((await ada('GET', events)).body['nextSyncToken']);
    await ada('DELETE', `${events}/aaaaa`);
    for (const { status, body } of [inserted, patched, await ada('GET', `${events}/aaaaa`)]) {
      expect([status, faults('Event', body)]).toEqual([200, []]);
    }
    const lists = [
      await ada('GET', `${events}?showDeleted=true`),
      await ada('GET', `${events}?syncToken=${syncToken}`),
      await ada('GET', `${events}/aaaaa/instances?showDeleted=true&maxResults=1`),
    ];
    expect(lists.flatMap((each) => faultsOfList('Events', 'Event', each))).toEqual([]);
  });

  it('calendars, free times and channels', async () => {
    expect(
      faultsOfList('CalendarList', 'CalendarListEntry', await api('GET', '/users/me/calendarList')),
    ).toEqual([]);
    expect(faults('Calendar', (await api('GET', `/calendars/${TEAM}`)).body)).toEqual([]);
    await api('POST', `/calendars/${TEAM}/events`, anEvent());
    const query = { timeMin: '2026-12-01T00:00:00Z', timeMax: '2026-12-02T00:00:00Z', items: [{ id: TEAM }] };
    const { body: times } = await api('POST', '/freeBusy', query);
    expect(faults('FreeBusyResponse', times)).toEqual([]);
    expect(times).toMatchObject({ calendars: { [TEAM]: { busy: [{ start: '2026-12-01T10:00:00Z' }] } } });
    const { url } = await startReceiver();
    const { body: channel } = await api('POST', `/calendars/${TEAM}/events/watch`, aChannel(url));
    expect(faults('Channel', channel)).toEqual([]);
  });

  const samples = z.object({
    samples: z.array(
      z.object({
        status: z.number(),
        body: z.object({ error: z.looseObject({ errors: z.array(z.looseObject({ reason: z.string() })) }) }),
      }),
    ),
  });

  it('errors, as Google words them', async () => {
    const events = `/calendars/${TEAM}/events`;
    const { body: event } = await api('POST', events, anEvent({ id: 'taken0' }));
    const expired = String((await api('GET', events)).body['nextSyncToken']);
    bench.sandbox.expireSyncTokens();
    await api('POST', events, anEvent({ id: 'gone0' }));
    await api('DELETE', `${events}/gone0`);
    const answers = [
      await api('GET', `${events}?timeMin=now`),
      await callsOf(bench.sandbox, 'nonsense')('GET', events),
      await api('GET', `${events}/nothing0`),
      await api('POST', events, anEvent({ id: 'taken0' })),
      await api('GET', `${events}?syncToken=${expired}`),
      await api('DELETE', `${events}/gone0`),
      await api('DELETE', `${events}/${String(event['id'])}`, undefined, { 'If-Match': '"1"' }),
    ];
    for (const [mode, reason] of [
      [403, 'userRateLimitExceeded'],
      [403, 'rateLimitExceeded'],
      [403, 'quotaExceeded'],
      [429, 'rateLimitExceeded'],
      [500, 'backendError'],
    ] as const) {
      bench.sandbox.failNext({ mode, reason });
      answers.push(await api('GET', events));
    }
    expect(answers.flatMap(({ body }) => faults('Error', body))).toEqual([]);
    const known = contract('errors.json', samples).samples.map(({ status, body }) => ({ status, body }));
    // An event of somebody else's, which each keeps a copy of, is not among what the sandbox has.
    const absent = 'forbiddenForNonOrganizer';
    const expected = known.filter(({ body }) => body.error.errors[0]?.reason !== absent);
    expect(answers).toEqual(expect.arrayContaining(expected));
  });

  const requests = z.object({ requests: z.array(z.object({ headers: z.record(z.string(), z.string()) })) });

  it('notifications', async () => {
    const [sync, exists] = contract('push-notifications.json', requests).requests;
    const { url, received } = await startReceiver();
    await api('POST', `/calendars/${TEAM}/events/watch`, aChannel(url));
    await arrived(received, 1);
    await api('POST', `/calendars/${TEAM}/events`, anEvent());
    await arrived(received, 2);
    for (const [index, sample] of [sync, exists].entries()) {
      const headers = received[index]?.headers ?? {};
      expect(Object.keys(headers)).toEqual(
        expect.arrayContaining(Object.keys(sample?.headers ?? { none: '' })),
      );
      expect(headers['x-goog-resource-state']).toBe(sample?.headers['x-goog-resource-state']);
      expect(headers['content-type']).toBe(sample?.headers['content-type']);
    }
  });
});
