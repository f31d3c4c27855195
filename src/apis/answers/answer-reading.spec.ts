import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApi } from '../../../test/support/described-api.js';
import { faults, startFaultServer, type FaultServer } from '../../../test/support/fault-server.js';
import { ResponseFormatError } from '../../contracts/errors.js';
import { defineApi } from '../define-api.js';
import { openEnum } from '../mapping/open-enum.js';
import { renamed } from '../mapping/renamed.js';
import { get, post } from '../rest/methods.js';

const fields = { id: z.string(), plan: openEnum(['free', 'gold']) };
const User = renamed(z.object({ ...fields, first_name: z.string() }), { firstName: 'first_name' });
const Contact = z.union([z.string(), z.object({ mail: z.object({ to: z.string() }) })]);

class Acme extends defineApi({
  name: 'acme',
  title: 'Acme',
  operations: {
    list: get('/users', { answer: z.object({ data: z.array(User) }) }),
    listStrictly: get('/users', { answer: z.object({ data: z.array(User) }), strictness: 'strict' }),
    keep: get('/users', { answer: z.looseObject(fields) }),
    closed: get('/users', { answer: z.object({ plan: z.enum(['free', 'gold']) }) }),
    narrow: get('/users', { answer: z.object({ user: z.strictObject(fields) }) }),
    contact: get('/users', { answer: z.object({ contact: Contact }) }),
    oneWay: post('/users', { body: z.object({ age: z.string().transform(Number) }) }),
  },
}) {}

class StrictAcme extends defineApi({
  name: 'acme',
  strictness: 'strict',
  operations: {
    user: get('/users', { answer: z.object(fields) }),
    lenient: get('/users', { answer: z.object(fields), strictness: 'lenient' }),
  },
}) {}

let server: FaultServer;
let answer: unknown;
let acme: Awaited<ReturnType<typeof openApi<typeof Acme.api.operations>>>;

beforeEach(async () => {
  server = await startFaultServer({ answer: () => faults.status(200, {}, JSON.stringify(answer)) });
  acme = await openApi(Acme, server.url);
});
afterEach(async () => {
  await acme.close();
  await server.close();
});

const drifted = { data: [{ id: 'u1', plan: 'platinum', first_name: 'Ada', since: 2026 }] };

/** The refusal of a call. */
async function refusalOf(call: Promise<unknown>): Promise<Error> {
  const error: unknown = await call.then(
    () => undefined,
    (refused: unknown) => refused,
  );
  if (error instanceof ResponseFormatError) return error;
  throw new Error('The call was not refused as it should', { cause: error });
}

describe('an answer that has drifted from its schema', () => {
  it('is reported and used all the same; unknown fields are dropped', async () => {
    answer = drifted;
    await expect(acme.client.list()).resolves.toEqual({
      data: [{ id: 'u1', plan: 'platinum', firstName: 'Ada' }],
    });
    expect(acme.drifts).toEqual([
      { kind: 'unknown_value', path: 'data.[].plan', sample: '"platinum"' },
      { kind: 'unknown_field', path: 'data.[].since', sample: '2026' },
    ]);
  });

  it('keeps its unknown fields where the schema is loose', async () => {
    answer = { id: 'u1', plan: 'free', since: 2026 };
    await expect(acme.client.keep()).resolves.toEqual(answer);
    expect(acme.drifts).toMatchObject([{ path: 'since' }]);
  });

  it('is reported and refused by a strict operation, which names where', async () => {
    answer = drifted;
    const refused = await refusalOf(acme.client.listStrictly());
    expect(refused).toMatchObject({ code: 'PROVIDER_RESPONSE_INVALID', operation: 'listStrictly' });
    expect(refused.message).toContain('see data.[].plan, data.[].since.');
    expect(acme.drifts).toHaveLength(2);
    expect(server.requests).toHaveLength(1);
  });

  it('is judged as strictly as the API says, unless the operation says otherwise', async () => {
    const strict = await openApi(StrictAcme, server.url);
    answer = { id: 'u1', plan: 'platinum' };
    await expect(strict.client.user()).rejects.toThrow('see plan.');
    await expect(strict.client.lenient()).resolves.toEqual(answer);
    await strict.close();
  });

  it('is reported and refused where an enum is closed', async () => {
    answer = { plan: 'platinum' };
    expect((await refusalOf(acme.client.closed())).message).toContain('see plan.');
    expect(acme.drifts).toMatchObject([{ kind: 'unknown_value', path: 'plan' }]);
  });
});

describe('an answer that its schema does not take', () => {
  it('is refused with the names of fields that a strict object does not have', async () => {
    answer = { user: { id: 'u1', plan: 'free', since: 2026 } };
    expect((await refusalOf(acme.client.narrow())).message).toContain('see user.since.');
  });

  it('is refused with the place in the option that took most of it', async () => {
    answer = { contact: { mail: { to: 1 } } };
    expect((await refusalOf(acme.client.contact())).message).toContain('see contact.mail.to.');
  });
});

describe('a schema that goes one way only', () => {
  it('is named as the mistake that it is when something is to be sent by it', async () => {
    const refused: unknown = await acme.client.oneWay({ body: { age: 5 } }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TypeError);
    expect(String(refused)).toContain('Use z.codec()');
    expect(server.requests).toHaveLength(0);
  });
});
