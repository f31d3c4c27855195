import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arrived, killedNow, startReceiver, newStateFile } from '../spec-support.js';
import { startGoogleSandbox } from './google-sandbox.js';
import {
  aChannel,
  anEvent,
  type Api,
  type Bench,
  callsOf,
  closeAll,
  reasonOf,
  selfSigned,
  startBench,
  TEAM,
} from './spec-support.js';

let bench: Bench;
let api: Api;
beforeEach(async () => void ({ api } = bench = await startBench()));
afterEach(closeAll);

const EVENTS = `/calendars/${TEAM}/events`;
const open = (channel: object) => api('POST', `${EVENTS}/watch`, channel);

describe('a channel', () => {
  it('says that it is open, and then that events have changed', async () => {
    const { url, received } = await startReceiver();
    const wish = aChannel(url, { params: { ttl: '3600' } });
    const { status, body } = await open(wish);
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'api#channel', id: wish.id, token: 'secret-of-mine' });
    await arrived(received, 1);
    expect(received[0]).toMatchObject({
      body: '',
      headers: {
        'content-length': '0',
        'x-goog-channel-id': wish.id,
        'x-goog-channel-token': 'secret-of-mine',
        'x-goog-channel-expiration': new Date(Number(body['expiration'])).toUTCString(),
        'x-goog-message-number': '1',
        'x-goog-resource-id': body['resourceId'],
        'x-goog-resource-state': 'sync',
        'x-goog-resource-uri': `${bench.sandbox.url}/calendar/v3/calendars/team%40sandbox.example/events?alt=json`,
      },
    });
    const { body: event } = await api('POST', EVENTS, anEvent());
    await api('PATCH', `${EVENTS}/${String(event['id'])}`, { summary: 'Coffee' });
    await api('DELETE', `${EVENTS}/${String(event['id'])}`);
    await arrived(received, 4);
    const later = received.slice(1).map(({ headers }) => headers);
    expect(later.map((headers) => headers['x-goog-resource-state'])).toEqual(['exists', 'exists', 'exists']);
    expect(new Set(later.map((headers) => headers['x-goog-message-number']))).toEqual(
      new Set(['2', '3', '4']),
    );
  });

  it('hears of its own calendar only, and of nothing that failed', async () => {
    const { url, received } = await startReceiver();
    await open(aChannel(url));
    await api('POST', '/calendars/primary/events', anEvent());
    await api('POST', EVENTS, { summary: 'Without a time' });
    await api('POST', EVENTS, anEvent());
    await arrived(received, 2);
    expect(received.map(({ headers }) => headers['x-goog-message-number'])).toEqual(['1', '2']);
  });

  it('is told again after an error of the server, and after no other', async () => {
    const failing = await startReceiver(500, 503, 200);
    await open(aChannel(failing.url));
    const refusing = await startReceiver(404);
    await open(aChannel(refusing.url));
    await arrived(failing.received, 3);
    const numbers = failing.received.map(({ headers }) => headers['x-goog-message-number']);
    expect(numbers).toEqual(['1', '1', '1']);
    expect(refusing.received).toHaveLength(1);
  });

  it('is told what the process before could not tell', async () => {
    const stateFile = newStateFile();
    const first = await startGoogleSandbox({ port: 0, stateFile });
    const call = callsOf(first, await selfSigned(first));
    const { url, received } = await startReceiver(503);
    await call('POST', `${EVENTS}/watch`, aChannel(url));
    await arrived(received, 1);
    const left = killedNow(stateFile);
    await first.close();
    await startBench({ stateFile: left });
    await arrived(received, 2);
    expect(received[1]?.headers).toMatchObject({
      'x-goog-resource-state': 'sync',
      'x-goog-message-number': '1',
    });
  });

  it('ends when it is stopped, by the account that opened it', async () => {
    const { url, received } = await startReceiver();
    const { body } = await open(aChannel(url));
    await arrived(received, 1);
    const { id, resourceId } = body;
    const stop = (which: object) => api('POST', '/channels/stop', which);
    expect((await stop({ id, resourceId: 'other' })).status).toBe(404);
    expect((await stop({ id, resourceId })).status).toBe(204);
    expect((await stop({ id, resourceId })).status).toBe(404);
    await api('POST', EVENTS, anEvent());
    const other = await startReceiver();
    await open(aChannel(other.url));
    await arrived(other.received, 1);
    expect(received).toHaveLength(1);
  });

  it('lasts as long as it is asked to, a month at the most', async () => {
    const { url } = await startReceiver();
    const lasts = async (wishes: object) =>
      Number((await open(aChannel(url, wishes))).body['expiration']) - Date.now();
    const hour = 3_600_000;
    expect(Math.abs((await lasts({})) - 168 * hour)).toBeLessThan(60_000);
    expect(Math.abs((await lasts({ expiration: String(Date.now() + hour) })) - hour)).toBeLessThan(60_000);
    expect(Math.abs((await lasts({ params: { ttl: '99999999' } })) - 720 * hour)).toBeLessThan(60_000);
    expect(await (await fetch(bench.sandbox.url)).text()).toContain(url);
  });

  it.each([
    [{ id: 'two words' }, 'required'],
    [{ type: 'pigeon' }, 'required'],
    [{ address: 'http://shop.example/hook' }, 'webhookUrlNotHttps'],
    [{ id: 'taken' }, 'channelIdNotUnique'],
  ])('is refused with %j', async (wishes, reason) => {
    const { url } = await startReceiver();
    await open(aChannel(url, { id: 'taken' }));
    const answer = await open(aChannel(url, wishes));
    expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
  });

  it('may lead to another machine, which the sandbox does not call', async () => {
    const { status } = await open(aChannel('https://shop.example/hook'));
    expect(status).toBe(200);
  });
});
