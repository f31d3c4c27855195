import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { request as send } from 'undici';
import { eventually } from '../support/eventually.js';
import { request } from '../support/hookline.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { deliver, stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';
import { ProcessUnderTest } from './process-under-test.js';

/** FAULTS I16: what is too large, or not what it should be, is refused at once, and memory stays as it was. */

const LIMIT_BYTES = 1024 * 1024;
/** Bodies of that size that are held at once: fewer than the usual 64, so that they arrive before they are cut off. */
const HELD = 20;
/** Of them, one network may hold so many, and once they are taken, another one so many. */
const HELD_ALONE = HELD / 2;
const HELD_BESIDE = Math.floor(HELD / 8);

let database: TestDatabase;
let service: ProcessUnderTest;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await ProcessUnderTest.start(database.url, { BODY_BYTES_AT_ONCE: String(HELD * LIMIT_BYTES) });
  for (let warmUp = 0; warmUp < 200; warmUp += 1) await deliver(service.url, stripeEvent('a.b'));
});
afterAll(async () => {
  await service?.kill();
  await database?.drop();
});

const HEAD = 'HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

interface Upload {
  socket: Socket;
  /** What was answered until now. */
  answer(): string;
  /** The whole answer, once there is one, and after how long, in ms. */
  answered: Promise<{ answer: string; ms: number }>;
}

/** Announces a body and begins to send it. The connection stays, until the service or the test closes it. */
function upload(
  headers: string,
  body: Buffer,
  { path = '/webhooks/stripe', from = '127.0.0.1' } = {},
): Upload {
  const { hostname: host, port } = new URL(service.url);
  const { promise, resolve, reject } = Promise.withResolvers<{ answer: string; ms: number }>();
  const startedAt = performance.now();
  let answer = '';
  const socket = connect({ host, port: Number(port), localAddress: from }, () => {
    socket.write(`POST ${path} ${HEAD}${headers}\r\n\r\n`);
    socket.write(body);
  });
  socket.on('data', (chunk) => {
    answer += chunk.toString();
    if (answer.endsWith('}')) resolve({ answer, ms: performance.now() - startedAt });
  });
  socket.on('error', () => socket.destroy()); // it hangs up on those who send on: 'close' says the rest
  socket.on('close', () => reject(new Error(`Closed without an answer: ${answer}`)));
  promise.catch(() => {}); // many go away without waiting for theirs
  return { socket, answer: () => answer, answered: promise };
}

/** Announces 50 MB, begins to send them, and goes away once it is answered. */
async function sendTooMuch(): Promise<{ answer: string; ms: number }> {
  const { socket, answered } = upload('Content-Length: 50000000', Buffer.alloc(64 * 1024, 'x'));
  const result = await answered;
  socket.destroy();
  return result;
}

async function givenApiKey(): Promise<string> {
  const key = 'hl_oversized';
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `INSERT INTO api_keys (id, name, prefix, hash, scopes) VALUES (gen_random_uuid(), 'test', 'hl_over', sha256($1), '{admin}')`,
    [Buffer.from(key)],
  );
  await client.end();
  return key;
}

async function residentMegabytes(): Promise<number> {
  const status = await readFile(`/proc/${service.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** How much more memory the service has while and after `work` runs, in MB. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = await residentMegabytes();
  await work();
  return (await residentMegabytes()) - before;
}

/** How long the quickest of ten took, in ms: the machine may be busy with other things. */
async function quickest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < 10; time += 1) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return Math.min(...times);
}

describe('A hundred bodies of 50 MB at once', () => {
  it('are answered 413, leave memory as it was, and do not disturb good events', async () => {
    await Promise.all(Array.from({ length: 20 }, sendTooMuch));
    const more = await growth(async () => {
      const refusals = Promise.all(Array.from({ length: 100 }, sendTooMuch));
      expect((await deliver(service.url, stripeEvent('a.b'))).status).toBe(200);
      for (const { answer } of await refusals) expect(answer).toMatch(/^HTTP\/1.1 413 .*PAYLOAD_TOO_LARGE/s);
    });
    expect(more).toBeLessThan(20);
    expect(await quickest(sendTooMuch)).toBeLessThan(50);
  });
});

describe('A hundred gzip bombs at once', () => {
  it('are never inflated: they are refused as they are, and leave memory as it was', async () => {
    const bomb = await promisify(gzip)(Buffer.alloc(100_000_000)); // a thousandth of its size
    const deliverBomb = async (signature: string) => {
      const answer = await send(`${service.url}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'content-encoding': 'gzip', 'stripe-signature': signature },
        body: bomb,
      });
      await answer.body.dump();
      return answer.statusCode;
    };
    const wrong = stripeSignature(bomb, { secret: 'whsec_wrong' });
    await Promise.all(Array.from({ length: 20 }, () => deliverBomb(wrong)));
    const more = await growth(async () => {
      const statuses = await Promise.all(Array.from({ length: 100 }, () => deliverBomb(wrong)));
      expect(new Set(statuses)).toEqual(new Set([401]));
    });
    process.stderr.write(`A hundred gzip bombs: ${more.toFixed(1)} MB\n`);
    expect(more).toBeLessThan(40);
    expect(await deliverBomb(stripeSignature(bomb))).toBe(400);
  });
});

describe.each([
  ['not JSON', '{"id":', 'application/json', undefined, 400],
  ['empty', '', 'application/json', undefined, 400],
  ['unsigned', '{}', 'application/json', 'v1=', 401],
  ['of a content type that is none', '{}', 'nonsense', undefined, 415],
] as const)('A body that is %s', (_name, body, contentType, signature, status) => {
  it(`is answered ${status} at once`, async () => {
    const ms = await quickest(async () => {
      const answer = await request(`${service.url}/webhooks/stripe`, 'POST', body, {
        'Content-Type': contentType,
        'Stripe-Signature': signature ?? stripeSignature(body),
      });
      expect(answer.status).toBe(status);
    });
    expect(ms).toBeLessThan(50);
  });
});

describe('More bodies at once than may be held', () => {
  const almost = Buffer.alloc(LIMIT_BYTES - 1, ' ');
  const announced = `Content-Length: ${LIMIT_BYTES}`;

  /** As many uploads from one address, once all but `held` of them are refused. */
  async function uploadsFrom(from: string, count: number, held: number): Promise<Upload[]> {
    const uploads = Array.from({ length: count }, () => upload(announced, almost, { from }));
    const answers = await eventually(`${count - held} are refused`, () => {
      const given = uploads.map(({ answer }) => answer()).filter((answer) => answer.endsWith('}'));
      return given.length === count - held ? given : undefined;
    });
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 503 .*OVERLOADED/is);
    return uploads;
  }

  it('are answered 503 beyond that, whether announced or chunked; all is well once the others have gone away', async () => {
    const uploads = Array.from({ length: HELD + 3 }, (_, index) =>
      index % 2
        ? upload(announced, almost, { from: `127.0.1.${index}` })
        : upload(
            'Transfer-Encoding: chunked',
            Buffer.concat([Buffer.from(`${almost.length.toString(16)}\r\n`), almost]),
            { from: `127.0.1.${index}` },
          ),
    );
    // Whichever three they are: without them, the others have room, and with one more of them they have not.
    const refused = await eventually('three are refused', () => {
      const answers = uploads.map(({ answer }) => answer()).filter((answer) => answer.endsWith('}'));
      return answers.length === 3 ? answers : undefined;
    });
    for (const answer of refused) {
      expect(answer).toMatch(/^HTTP\/1.1 503 .*retry-after: 5\r.*OVERLOADED/is);
      const [, requestId = 'none'] = /x-request-id: (\S+)/i.exec(answer) ?? [];
      expect(answer).toContain(`"correlation_id":"${requestId}"`);
    }

    expect((await sendTooMuch()).answer).toMatch(/^HTTP\/1.1 413 /);
    // What is small does not count, and comes in as ever.
    expect((await deliver(service.url, stripeEvent('a.b'))).status).toBe(200);
    expect((await request(`${service.url}/health/live`, 'GET')).status).toBe(200);
    expect(uploads.filter(({ answer }) => answer() === '')).toHaveLength(HELD);

    for (const { socket } of uploads) socket.destroy();
    const body = stripeEvent('a.b', { filler: 'x'.repeat(20_000) });
    await eventually('there is room again', async () =>
      (await deliver(service.url, body)).status === 200 ? true : undefined,
    );
    const large = stripeEvent('a.b', { filler: 'x'.repeat(LIMIT_BYTES - 1_000) });
    expect((await deliver(service.url, large)).status).toBe(200);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM webhook_events WHERE external_id = $1', [
      JSON.parse(body).id,
    ]);
    await client.end();
    expect(rowCount).toBe(1);
  });

  it('that come from one network keep no other out, nor do those from two', async () => {
    const large = () => deliver(service.url, stripeEvent('a.b', { filler: 'x'.repeat(LIMIT_BYTES - 1_000) }));
    const slow = await uploadsFrom('127.0.0.2', HELD_ALONE + 3, HELD_ALONE);
    expect((await large()).status).toBe(200);
    slow.push(...(await uploadsFrom('127.0.0.3', HELD_BESIDE + 2, HELD_BESIDE)));
    expect((await large()).status).toBe(200);
    const [more] = await uploadsFrom('127.0.0.2', 1, 0);
    expect(more?.answer()).toMatch(/retry-after: 5/i);
    for (const { socket } of slow) socket.destroy();
  });

  it('that bring files keep no webhook out: they have room of their own', async () => {
    const key = await givenApiKey(); // without one, nothing of a body is read
    const known = `Authorization: Bearer ${key}\r\nContent-Length: ${2 * LIMIT_BYTES}`;
    const uploads = Array.from({ length: HELD + 1 }, () =>
      upload(known, almost, { path: '/v1/notifications' }),
    );
    const [refused] = await eventually('one is refused', () => {
      const answers = uploads.map(({ answer }) => answer()).filter((answer) => answer.endsWith('}'));
      return answers.length > 0 ? answers : undefined;
    });
    expect(refused).toMatch(/^HTTP\/1.1 503 .*OVERLOADED/is);
    const body = stripeEvent('a.b', { filler: 'x'.repeat(20_000) });
    expect((await deliver(service.url, body)).status).toBe(200);
    for (const { socket } of uploads) socket.destroy();
  });

  it('do not come about by announcing them', async () => {
    const silent = Array.from({ length: 200 }, () => upload(announced, Buffer.from('{')));
    await eventually(
      'all are connected',
      () => silent.every(({ socket }) => !socket.connecting) || undefined,
    );
    expect((await deliver(service.url, stripeEvent('a.b'))).status).toBe(200);
    for (const { socket } of silent) socket.destroy();
  });
});
