import { afterEach, beforeEach, expect, it } from 'vitest';
import { appendFileSync } from 'node:fs';
import { killedNow, newStateFile } from '../spec-support.js';
import { anEvent, callsOf, closeAll, each, selfSigned, startBench, TEAM } from './spec-support.js';

let stateFile: string;
beforeEach(() => void (stateFile = newStateFile()));
afterEach(closeAll);

const EVENTS = `/calendars/${TEAM}/events`;

it('keeps events, the key of the service account and sync tokens, however the sandbox ends', async () => {
  const first = await startBench({ stateFile });
  await first.api('POST', EVENTS, anEvent({ id: 'aaaaa', recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] }));
  await first.api('PATCH', `${EVENTS}/aaaaa_20261202T100000Z`, { summary: 'Coffee' });
  await first.api('POST', EVENTS, anEvent({ id: 'bbbbb' }));
  await first.api('DELETE', `${EVENTS}/bbbbb`);
  const { body } = await first.api('GET', EVENTS);
  const token = await selfSigned(first.sandbox);

  const file = killedNow(stateFile);
  appendFileSync(file, '[["event","half of a li');
  const second = await startBench({ stateFile: file });
  const same = (events: object[]) => JSON.stringify(events).replaceAll(/127\.0\.0\.1:\d+/g, 'here');
  expect(same(second.sandbox.events(TEAM))).toBe(same(first.sandbox.events(TEAM)));
  const api = callsOf(second.sandbox, token);
  const syncToken = String(body['nextSyncToken']);
  expect(each(await api('GET', `${EVENTS}?syncToken=${syncToken}`), 'id')).toEqual([]);
  await api('PATCH', `${EVENTS}/aaaaa`, { summary: 'Cocoa' });
  expect(each(await api('GET', `${EVENTS}?syncToken=${syncToken}`), 'id')).toEqual(['aaaaa']);
  expect((await api('POST', EVENTS, anEvent({ id: 'bbbbb' }))).status).toBe(409);
});

it('remembers that sync tokens have expired', async () => {
  const first = await startBench({ stateFile });
  const syncToken = String((await first.api('GET', EVENTS)).body['nextSyncToken']);
  first.sandbox.expireSyncTokens();
  const { api } = await startBench({ stateFile: killedNow(stateFile) });
  expect((await api('GET', `${EVENTS}?syncToken=${syncToken}`)).status).toBe(410);
});
