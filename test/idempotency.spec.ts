import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Body, HttpException, Module, Post } from '@nestjs/common';
import { Client } from 'pg';
import { PaymentDeclinedError, ProviderUnavailableError } from '../src/contracts/errors.js';
import { RequiresScope } from '../src/platform/api-access/api-access.guard.js';
import { ApiController } from '../src/platform/http/api-controller.js';
import { isFinalForEach } from '../src/platform/http/outcomes.js';
import { CallKey, Idempotent } from '../src/platform/idempotency/idempotent.js';
import { IdempotencyRecords } from '../src/platform/idempotency/idempotency-records.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';

/** How the next action ends; each is told apart by how often it ran. */
let act: () => unknown = () => ({});
const callKeys: (string | undefined)[] = [];

@ApiController('v1/actions')
class ActionsController {
  @Post()
  @RequiresScope('payments:write')
  @Idempotent({ required: true })
  async run(@Body() _body: unknown, @CallKey() callKey: string | undefined) {
    callKeys.push(callKey);
    return act();
  }

  /** Several things in one request, each with an outcome of its own. */
  @Post('batch')
  @RequiresScope('payments:write')
  @Idempotent({ required: false, isFinal: isFinalForEach })
  async runMany(@Body() _body: unknown) {
    return act();
  }
}

@Module({ controllers: [ActionsController] })
class ActionsModule {}

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [ActionsModule] });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});
beforeEach(() => {
  callKeys.length = 0;
  let count = 0;
  act = () => ({ count: ++count });
});

let sequence = 0;
const newKey = () => `key-${++sequence}`;
const post = (key: string | undefined, body: unknown = { amount: 1 }, headers: Record<string, string> = {}) =>
  hookline.api('POST', '/v1/actions', body, {
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    ...headers,
  });

const options = { provider: 'test', operation: 'test' };

describe('Idempotency-Key', () => {
  it('gives the first answer again for the same key and body', async () => {
    const key = newKey();
    const first = await post(key);
    const second = await post(key);
    expect(first).toMatchObject({ status: 201, body: { count: 1 } });
    expect(second).toMatchObject({ status: 201, body: { count: 1 } });
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('refuses a body that is nested too deep to be told from another', async () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const { status, body } = await hookline.api('POST', '/v1/actions', deep, { 'Idempotency-Key': newKey() });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'VALIDATION_ERROR', message: 'The body is nested too deep.' });
  });

  it('does not keep an answer that is not the last word on all of several things', async () => {
    const headers = { 'Idempotency-Key': newKey() };
    const batch = () => hookline.api('POST', '/v1/actions/batch', {}, headers);
    const outcomes = (code: string | undefined) => ({
      data: [{ error: null }, { error: code === undefined ? null : { code } }],
    });
    act = () => outcomes('PROVIDER_UNAVAILABLE');
    expect((await batch()).body.data[1]).toEqual({ error: { code: 'PROVIDER_UNAVAILABLE' } });
    act = () => outcomes('VALIDATION_ERROR');
    expect((await batch()).body.data[1]).toEqual({ error: { code: 'VALIDATION_ERROR' } });
    act = () => outcomes(undefined);
    const again = await batch();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body.data[1]).toEqual({ error: { code: 'VALIDATION_ERROR' } });
  });

  it('refuses the same key with another body', async () => {
    const key = newKey();
    await post(key);
    expect(await post(key, { amount: 2 })).toMatchObject({
      status: 422,
      body: { error: { code: 'IDEMPOTENCY_KEY_REUSED' } },
    });
  });

  it('lets one of two that race act, and answers the other 409 with Retry-After', async () => {
    const key = newKey();
    const finish = Promise.withResolvers<void>();
    let runs = 0;
    act = async () => {
      runs += 1;
      await finish.promise;
      return { runs };
    };
    const racing = Array.from({ length: 8 }, () => post(key));
    const early = await Promise.race(racing);
    expect(early).toMatchObject({ status: 409, body: { error: { code: 'IDEMPOTENCY_IN_PROGRESS' } } });
    expect(early.headers.get('retry-after')).toBe('1');
    finish.resolve();
    const answers = await Promise.all(racing);
    expect(runs).toBe(1);
    // Who came while it ran was told to come again; who came after it got its answer.
    for (const { status, body } of answers) {
      if (status === 409) expect(body.error.code).toBe('IDEMPOTENCY_IN_PROGRESS');
      else expect({ status, body }).toEqual({ status: 201, body: { runs: 1 } });
    }
    expect(await post(key)).toMatchObject({ status: 201, body: { runs: 1 } });
  });

  it('keeps a refusal that is final, word for word', async () => {
    const key = newKey();
    act = () => {
      throw new PaymentDeclinedError('The card was declined.', options, 'insufficient_funds');
    };
    const first = await post(key);
    act = () => ({ should: 'not run' });
    const second = await post(key);
    expect(first).toMatchObject({ status: 402, body: { error: { code: 'PAYMENT_DECLINED' } } });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it.each([
    ['a provider that is down', () => new ProviderUnavailableError('Down.', options)],
    ['a fault of our own', () => new TypeError('oops')],
    ['a request that was wrong', () => new HttpException('bad', 400)],
  ])('lets a request run again after %s, with the same key for the provider', async (_name, failure) => {
    const key = newKey();
    act = () => {
      throw failure();
    };
    expect((await post(key)).status).toBeGreaterThanOrEqual(400);
    act = () => ({ now: 'it works' });
    expect(await post(key)).toMatchObject({ status: 201, body: { now: 'it works' } });
    expect(callKeys).toHaveLength(2);
    expect(callKeys[0]).toBe(callKeys[1]);
  });

  it('is taken over when its process died in between, with the same key for the provider', async () => {
    const key = newKey();
    act = () => {
      throw new TypeError('stands for the crash');
    };
    await post(key);
    const callKey = callKeys[0];
    // What a killed process leaves behind: a record without an answer, and a lock whose lease runs out.
    act = () => ({ first: 'answer' });
    await post(key);
    await database.query('UPDATE idempotency_records SET status = NULL, sealed_body = NULL WHERE key = $1', [
      key,
    ]);
    await database.query(
      `INSERT INTO locks SELECT 'idempotency:' || api_key_id || ':' || key, gen_random_uuid(), now() + interval '10 seconds'
       FROM idempotency_records WHERE key = $1`,
      [key],
    );
    expect((await post(key)).body.error.code).toBe('IDEMPOTENCY_IN_PROGRESS');
    await database.query("UPDATE locks SET expires_at = now() - interval '1 millisecond'");
    act = () => ({ second: 'run' });
    expect(await post(key)).toMatchObject({ status: 201, body: { second: 'run' } });
    expect(callKeys.at(-1)).toBe(callKey);
  });

  it('belongs to its caller: another API key with the same key acts for itself', async () => {
    const key = newKey();
    await post(key);
    const other = { Authorization: `Bearer ${await hookline.createKey('payments:write')}` };
    expect(await post(key, undefined, other)).toMatchObject({ status: 201, body: { count: 2 } });
    expect(callKeys[0]).not.toBe(callKeys[1]);
  });

  it('is required where the route says so, and must be a header that can be read', async () => {
    expect((await post(undefined)).body.error.code).toBe('IDEMPOTENCY_KEY_REQUIRED');
    for (const odd of ['""', '"open', '"a", "b"', 'x'.repeat(256)]) {
      expect(await post(odd)).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    }
    expect((await post('"quoted-1"')).status).toBe(201);
    expect((await post('quoted-1')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('keeps answers unreadable in the database', async () => {
    const key = newKey();
    act = () => ({ client_secret: 'pi_1_secret_abcdef' });
    await post(key);
    const { rows } = await database.query('SELECT * FROM idempotency_records WHERE key = $1', [key]);
    expect(rows[0].sealed_body.length).toBeGreaterThan(20);
    expect(rows[0].sealed_body.toString('latin1')).not.toContain('secret');
  });

  it('is forgotten after a day, but not that the key was used: a late repeat does not act anew', async () => {
    const key = newKey();
    await post(key);
    await age(key, '25 hours');
    const late = { status: 422, body: { error: { code: 'IDEMPOTENCY_KEY_REUSED' } } };
    expect(await post(key)).toMatchObject(late);
    expect(await records().prune()).toEqual({ answers: 1, keys: 0 });
    expect(await post(key)).toMatchObject(late);
    const { rows } = await database.query('SELECT * FROM idempotency_records WHERE key = $1', [key]);
    expect(rows).toMatchObject([{ sealed_body: null }]);
  });

  it('lets a key count as new after a month', async () => {
    const key = newKey();
    await post(key);
    await age(key, '31 days');
    expect(await records().prune()).toEqual({ answers: 1, keys: 1 });
    expect(await post(key)).toMatchObject({ body: { count: 2 } });
  });

  const records = () => hookline.app.get(IdempotencyRecords, { strict: false });
  const age = (key: string, interval: string) =>
    database.query('UPDATE idempotency_records SET created_at = now() - $2::interval WHERE key = $1', [
      key,
      interval,
    ]);
});
