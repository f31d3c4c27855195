import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { LONG } from './long-form.js';
import { ProcessUnderTest } from './process-under-test.js';
import { sendSlowly } from './slow-sender.js';
import { deliverSteadily } from './steady-senders.js';

/** FAULTS I17: senders that take their time hold up nobody, whatever they announce. */

const SENDERS = 500;

let database: TestDatabase;
let service: ProcessUnderTest;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await ProcessUnderTest.start(database.url);
});
afterAll(async () => {
  await service?.kill();
  await database?.drop();
});

const POST = 'POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe(`${SENDERS} slow headers and ${SENDERS} slow bodies at once`, () => {
  it('are cut off within 15 s, while every good event is answered 200 as before', async () => {
    const load = { perSecond: 40, type: 'a.b' };
    await deliverSteadily(service.url, { ...load, seconds: 2 }); // the first seconds of a process are slow
    const before = await deliverSteadily(service.url, { ...load, seconds: 3 });

    const beginnings = [
      `${POST}X-Slow: `,
      `${POST}Content-Length: 300\r\n\r\n{`,
      `${POST}Content-Length: 1000000\r\n\r\n{`,
    ];
    const counts = [SENDERS, SENDERS / 2, SENDERS / 2];
    const slow = beginnings.flatMap((beginning, kind) =>
      Array.from({ length: counts[kind] ?? 0 }, () => sendSlowly(service.url, beginning)),
    );
    const during = await deliverSteadily(service.url, { ...load, seconds: 12 });
    const ends = await Promise.all(slow);

    const longest = Math.max(...ends.map(({ ms }) => ms));
    process.stderr.write(
      `Slow senders: cut after ${Math.round(longest)} ms; good events p99 ${before.p99Ms.toFixed(1)} ms without, ${during.p99Ms.toFixed(1)} ms with them\n`,
    );
    expect([...during.statuses]).toEqual([[200, 480]]);
    expect(during.p99Ms).toBeLessThan(Math.max(2 * before.p99Ms, LONG ? 100 : 4_000));
    expect(longest).toBeLessThan(LONG ? 15_000 : 20_000);
    for (const { answer } of ends) expect(answer).toMatch(/^HTTP\/1.1 408 .*did not arrive whole in time/s);
  }, 180_000);
});
