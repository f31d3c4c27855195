import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { ProcessUnderTest } from './process-under-test.js';

/** FAULTS I16: what is too large is refused at once, and is not read into memory first. */

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

/** Announces 50 MB, begins to send them, and tells what was answered and after how long. */
function sendTooMuch(url: string): Promise<{ answer: string; ms: number }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    let answeredAt = 0;
    const startedAt = performance.now();
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        'POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50000000\r\n\r\n',
      );
      socket.write(Buffer.alloc(64 * 1024, 'x'));
    });
    socket.on('data', (chunk) => {
      answeredAt ||= performance.now();
      answer += chunk.toString();
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve({ answer, ms: answeredAt - startedAt }));
  });
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

describe('A hundred bodies of 50 MB at once', () => {
  it('are answered 413, leave memory as it was, and do not disturb good events', async () => {
    for (let warmUp = 0; warmUp < 200; warmUp += 1) await deliver(service.url, stripeEvent('a.b'));
    await Promise.all(Array.from({ length: 20 }, () => sendTooMuch(service.url)));
    const before = await residentMegabytes(service.pid);
    const refusals = Promise.all(Array.from({ length: 100 }, () => sendTooMuch(service.url)));
    const good = await deliver(service.url, stripeEvent('a.b'));
    expect(good.status).toBe(200);
    for (const { answer } of await refusals) expect(answer).toMatch(/^HTTP\/1.1 413 .*PAYLOAD_TOO_LARGE/s);
    expect((await residentMegabytes(service.pid)) - before).toBeLessThan(20);
    const times: number[] = [];
    for (let time = 0; time < 5; time += 1) times.push((await sendTooMuch(service.url)).ms);
    expect(Math.min(...times)).toBeLessThan(50); // the quickest, since the machine may be busy with other things
  });
});
