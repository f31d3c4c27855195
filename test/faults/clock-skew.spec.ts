import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Client } from 'pg';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';

/** FAULTS I12: signatures whose time is not ours, to the millisecond: our clock stands still meanwhile. */

const NOW = new Date('2026-11-21T08:00:00.000Z');
const TOLERANCE_SECONDS = 300;

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline();
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

/** Delivers an event that was signed so many seconds after `NOW`, by a clock that is right, at `ourTime`. */
async function deliverSigned(secondsAfter: number, ourTime = NOW) {
  vi.useFakeTimers({ now: ourTime, toFake: ['Date'] });
  const body = stripeEvent();
  const timestamp = NOW.getTime() / 1_000 + secondsAfter;
  const answer = await deliver(hookline.url, body, stripeSignature(body, { timestamp }));
  const { id } = JSON.parse(body) as { id: string };
  const { rowCount } = await database.query('SELECT 1 FROM webhook_events WHERE external_id = $1', [id]);
  return { answer, stored: rowCount === 1 };
}

describe('A signature', () => {
  it.each([
    ['made just now', 0, NOW],
    ['as old as may be', -TOLERANCE_SECONDS, NOW],
    ['as far ahead as may be', TOLERANCE_SECONDS, NOW],
  ])('%s is believed', async (_name, seconds, ourTime) => {
    expect(await deliverSigned(seconds, ourTime)).toMatchObject({ answer: { status: 200 }, stored: true });
  });

  const aMomentLater = new Date(NOW.getTime() + 1);
  const aMomentBefore = new Date(NOW.getTime() - 1);
  it.each([
    ['a moment too old', -TOLERANCE_SECONDS, aMomentLater, '300 s old'],
    ['a moment too far ahead', TOLERANCE_SECONDS, aMomentBefore, '300 s ahead'],
    ['six minutes old', -360, NOW, '360 s old'],
    ['six minutes ahead', 360, NOW, '360 s ahead'],
    [
      'made just now, by a clock of ours ten minutes ahead',
      0,
      new Date(NOW.getTime() + 600_000),
      '600 s old',
    ],
    [
      'made just now, by a clock of ours ten minutes late',
      0,
      new Date(NOW.getTime() - 600_000),
      '600 s ahead',
    ],
  ])('%s is refused with 401, and the answer names the clock', async (_name, seconds, ourTime, age) => {
    const { answer, stored } = await deliverSigned(seconds, ourTime);
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'INVALID_SIGNATURE' } } });
    expect(answer.body.error.message).toMatch(new RegExp(`${age}.*clock`));
    expect(stored).toBe(false);
  });
});
