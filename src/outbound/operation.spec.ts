import { describe, expect, it } from 'vitest';
import type { CallOptions } from '../contracts/calls.js';
import { TimeoutError, ValidationError } from '../contracts/errors.js';
import { runWithinLimits } from '../platform/context/request-context.js';
import { Operation } from './operation.js';

const about = { provider: 'acme', operation: 'payments.create', defaultTimeoutMs: 1000 };

const keys = (idempotencyKey: string) =>
  Operation.run(about, { idempotencyKey }, async (operation) => [
    operation.scope('/v1/payments').idempotencyKey,
    operation.scope('/v1/customers', { step: 'customer' }).idempotencyKey,
  ]);

describe('the key of a call', () => {
  it('is the caller’s, and one derived from it for each further write', async () => {
    expect(await keys('order-1')).toEqual(['order-1', 'order-1:customer']);
  });

  it('stays within 255 characters, different steps staying different', async () => {
    const [key, step] = await keys('k'.repeat(255));
    expect(key).toHaveLength(255);
    expect(step).toMatch(/^[0-9a-f]{64}$/);
    expect(await keys('k'.repeat(255))).toEqual([key, step]);
  });
});

describe('the options of a call', () => {
  it.each<[string, CallOptions]>([
    ['idempotencyKey', { idempotencyKey: '' }],
    ['idempotencyKey', { idempotencyKey: 'order\r\nX-Evil: 1' }],
    ['idempotencyKey', { idempotencyKey: 'k'.repeat(256) }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
    ['timeoutMs', { timeoutMs: 2 ** 31 }],
    ['connectionId', { connectionId: 'one:two' }],
  ])('names %s when it is wrong', async (field, options) => {
    const run = Operation.run(about, options, async () => 'ran');
    await expect(run).rejects.toThrow(ValidationError);
    await expect(run).rejects.toMatchObject({ details: [{ field }], operation: 'payments.create' });
  });
});

describe('the deadline', () => {
  it('ends a wait before anything was sent with a TimeoutError', async () => {
    const run = Operation.run(about, { timeoutMs: 20 }, ({ deadline }) => untilAborted(deadline.signal));
    await expect(run).rejects.toThrow(TimeoutError);
    await expect(run).rejects.toThrow('acme payments.create was not sent: it waited 20 ms');
  });

  it('leaves the caller its own reason', async () => {
    const reason = new Error('the customer left');
    const run = Operation.run(about, { signal: AbortSignal.abort(reason) }, ({ deadline }) =>
      untilAborted(deadline.signal),
    );
    await expect(run).rejects.toBe(reason);
  });
});

describe('the request or job it belongs to', () => {
  const endsAtMs = () => performance.now() + 50;

  it('bounds the deadline', async () => {
    const timeoutMs = await runWithinLimits({ background: false, endsAtMs: endsAtMs() }, () =>
      Operation.run(about, {}, async ({ deadline }) => deadline.timeoutMs),
    );
    expect(timeoutMs).toBeGreaterThan(0);
    expect(timeoutMs).toBeLessThanOrEqual(50);
  });

  it('does not bound what may wait', async () => {
    const timeoutMs = await runWithinLimits({ background: true, endsAtMs: endsAtMs() }, () =>
      Operation.run(about, { mayWait: true }, async ({ deadline }) => deadline.timeoutMs),
    );
    expect(timeoutMs).toBe(1000);
  });

  it('lets nothing begin that cannot end in time', async () => {
    let began = false;
    const run = runWithinLimits({ background: false, endsAtMs: performance.now() }, () =>
      Operation.run(about, {}, async () => (began = true)),
    );
    await expect(run).rejects.toThrow(TimeoutError);
    await expect(run).rejects.toThrow(/was not sent: the request or job it belongs to has no time left/);
    expect(began).toBe(false);
  });
});

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}
