import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent, type Bench, closeAll, selfSigned, startBench, TEAM } from './spec-support.js';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(closeAll);

const EVENTS = `/calendar/v3/calendars/${TEAM}/events`;

/** One call as it stands in a batch. */
function call(id: string, line: string, body?: object, headers: readonly string[] = []): string {
  const content = body ? ['Content-Type: application/json', '', JSON.stringify(body)] : [''];
  return [
    'Content-Type: application/http',
    `Content-ID: <${id}>`,
    '',
    `${line} HTTP/1.1`,
    ...headers,
    ...content,
  ].join('\r\n');
}

async function send(
  calls: readonly string[],
  contentType = 'multipart/mixed; boundary=cut',
): Promise<Response> {
  const body = `${calls.map((each) => `--cut\r\n${each}\r\n`).join('')}--cut--`;
  return fetch(`${bench.sandbox.url}/batch/calendar/v3`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${await selfSigned(bench.sandbox)}`, 'Content-Type': contentType },
    body,
  });
}

/** Content id, status and body of each part. */
async function answersOf(response: Response): Promise<[string, number, unknown][]> {
  const [, boundary = ''] = /boundary=(\S+)/.exec(response.headers.get('content-type') ?? '') ?? [];
  const [, ...parts] = (await response.text()).split(`--${boundary}`);
  expect(parts.pop()).toBe('--\r\n');
  return parts.map((part) => {
    const [head = '', status = '', body = ''] = part.trim().split('\r\n\r\n');
    const [, id = ''] = /^Content-ID: (.*)$/m.exec(head) ?? [];
    return [id, Number(/^HTTP\/1\.1 (\d+)/.exec(status)?.[1]), body === '' ? undefined : JSON.parse(body)];
  });
}

describe('a batch', () => {
  it('is answered call by call', async () => {
    const response = await send([
      call('item-1', `POST ${EVENTS}?sendUpdates=none`, anEvent({ id: 'aaaaa', summary: 'Thé à la menthe' })),
      call('item-2', `POST ${EVENTS}`, anEvent({ id: 'aaaaa' })),
      call('item-3', `GET ${EVENTS}/aaaaa`),
      call('item-4', `DELETE ${EVENTS}/aaaaa`),
      call('item-5', 'GET /calendar/v3/users/me/calendarList', undefined, ['Authorization: Bearer nonsense']),
    ]);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batch_/);
    expect(await answersOf(response)).toEqual([
      ['<response-item-1>', 200, expect.objectContaining({ id: 'aaaaa' })],
      ['<response-item-2>', 409, { error: expect.objectContaining({ code: 409 }) }],
      ['<response-item-3>', 200, expect.objectContaining({ summary: 'Thé à la menthe' })],
      ['<response-item-4>', 204, undefined],
      ['<response-item-5>', 401, { error: expect.objectContaining({ code: 401 }) }],
    ]);
  });

  it('holds 50 calls at most', async () => {
    const calls = (count: number) =>
      Array.from({ length: count }, (_, index) => call(`${index}`, `GET ${EVENTS}`));
    expect(await answersOf(await send(calls(50)))).toHaveLength(50);
    expect((await send(calls(51))).status).toBe(400);
  });

  it('is refused when it is none, or leads elsewhere', async () => {
    const get = call('1', `GET ${EVENTS}`);
    const refused = [
      await send([]),
      await send([get], 'application/json'),
      await send([get], 'multipart/mixed; boundary=other'),
      await send([call('1', 'GET /service-account.json')]),
      await send([call('1', 'TRACE /calendar/v3/users/me/calendarList')]),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  });

  it('can go wrong as a whole or in parts', async () => {
    const both = [call('1', `POST ${EVENTS}`, anEvent({ id: 'aaaaa' })), call('2', `GET ${EVENTS}/aaaaa`)];
    bench.sandbox.failNext({ mode: 429, method: 'POST', path: /\/events$/ });
    const answers = await answersOf(await send(both));
    expect(answers.map(([, status]) => status)).toEqual([429, 404]);
    bench.sandbox.failNext({ mode: 'reset-after', path: /\/events\/aaaaa$/ });
    await expect(send(both)).rejects.toThrow('fetch failed');
    expect(bench.sandbox.events(TEAM)).toHaveLength(1);
    bench.sandbox.failNext({ mode: 'reset-before', path: /^\/batch/ });
    await expect(send(both)).rejects.toThrow('fetch failed');
    bench.sandbox.failNext({ mode: 503, path: /^\/batch/ });
    expect((await send(both)).status).toBe(503);
  });
});
