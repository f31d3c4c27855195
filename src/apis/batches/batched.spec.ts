import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../../../test/support/fault-server.js';
import {
  ConflictError,
  OutcomeUnknownError,
  ProviderUnavailableError,
  ResponseFormatError,
  TimeoutError,
  ValidationError,
} from '../../contracts/errors.js';
import { defineApi } from '../define-api.js';
import { post } from '../rest/methods.js';
import { batched, type BatchOutcome } from './batched.js';

const Body = z.object({ names: z.array(z.string().max(20)) });
const Answer = z.object({ results: z.array(z.object({ id: z.string(), ok: z.boolean() })) });
const create = post('/users/batch', {
  body: Body,
  answer: Answer,
  safety: { by: 'header', header: 'idempotency-key' },
});
const batches = {
  ask: (names: readonly string[]) => ({ body: { names: [...names] } }),
  outcomes: ({ results }: z.output<typeof Answer>) =>
    results.map(({ id, ok }) => (ok ? { result: id } : { error: new Error(`${id} is taken`) })),
};

class Acme extends defineApi({
  name: 'acme',
  operations: {
    users: {
      createMany: batched(create, { size: 3, concurrency: 2, ...batches }),
      createInTurn: batched(create, { size: 3, ...batches }),
    },
  },
}) {}

let server: FaultServer;
let answer: (names: readonly string[], request: ReceivedRequest) => Fault;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startFaultServer({
    answer: (request) => answer(Body.parse(JSON.parse(request.body.toString())).names, request),
  });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => server.close());

async function open(settings?: { maxRetries: number }) {
  const { client, close } = await openApi(Acme, server.url, { settings });
  closers.push(close);
  return client;
}

/** Those with an x in their name are taken. */
const created = (names: readonly string[]): Fault =>
  faults.ok({ results: names.map((name) => ({ id: `id-${name}`, ok: !name.includes('x') })) });

const letters = (text: string): string[] => text.split('');

describe('a batched operation', () => {
  it('gives one outcome for each item, in order, by as few calls as it takes', async () => {
    answer = created;
    const client = await open();
    const from = server.requests.length;
    const outcomes: readonly BatchOutcome<string>[] = await client.users.createMany(['a', 'x', 'c', 'd']);
    expect(outcomes).toEqual([
      { result: 'id-a' },
      { error: new Error('id-x is taken') },
      { result: 'id-c' },
      { result: 'id-d' },
    ]);
    const sent = server.requests.slice(from);
    expect(sent).toHaveLength(2);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
  });

  it('asks nothing for nothing', async () => {
    const client = await open();
    const from = server.requests.length;
    await expect(client.users.createMany([])).resolves.toEqual([]);
    expect(server.requests).toHaveLength(from);
  });

  it('makes a failed call the error of its own items only, for any number of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'x', 'bad')), async (names) => {
        answer = (share) => (share.includes('bad') ? faults.status(409) : created(share));
        const client = await open();
        const outcomes = await client.users.createMany(names);
        const expected = names.map((name, index) => {
          const first = index - (index % 3);
          if (names.slice(first, first + 3).includes('bad')) return { error: expect.any(ConflictError) };
          return name === 'x' ? { error: new Error('id-x is taken') } : { result: `id-${name}` };
        });
        expect(outcomes).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['createMany', 2],
    ['createInTurn', 1],
  ] as const)('%s has at most %i calls under way', async (operation, most) => {
    let underWay = 0;
    let mostUnderWay = 0;
    answer = (names) => {
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      setTimeout(() => (underWay -= 1), 15);
      return faults.slow(20, created(names));
    };
    const client = await open();
    await client.users[operation](letters('abcdefghijkl'));
    expect(mostUnderWay).toBe(most);
  });

  it('repeats a call under its own idempotency key, and the whole batch under the same keys', async () => {
    let fail = true;
    answer = (names) => {
      fail = !fail;
      return fail ? faults.resetAfter() : created(names);
    };
    const client = await open();
    const from = server.requests.length;
    for (const time of ['once', 'again']) {
      const outcomes = await client.users.createInTurn(letters('abcdef'), { idempotencyKey: 'order-7' });
      expect([time, outcomes]).toEqual([time, letters('abcdef').map((name) => ({ result: `id-${name}` }))]);
    }
    const keys = server.requests.slice(from).map(({ key }) => key);
    expect(new Set(keys)).toEqual(new Set(['order-7:batch-0', 'order-7:batch-1']));
    expect(keys.length).toBeGreaterThan(4);
  });

  it('refuses an answer that leaves open which outcome is whose', async () => {
    answer = (names) => created(names.includes('a') ? names.slice(1) : names);
    const client = await open();
    const [first, second, third, fourth] = await client.users.createMany(letters('abcd'));
    expect(first).toEqual({ error: expect.any(ResponseFormatError) });
    expect([second, third]).toEqual([first, first]);
    expect(fourth).toEqual({ result: 'id-d' });
  });

  it('sends nothing of a call whose input the schema does not take', async () => {
    answer = created;
    const client = await open();
    const outcomes = await client.users.createMany(['a', 'b', 'n'.repeat(21), 'd']);
    expect(outcomes.slice(0, 3)).toEqual(letters('abc').map(() => ({ error: expect.any(ValidationError) })));
    expect(outcomes[3]).toEqual({ result: 'id-d' });
  });

  it('has one deadline: what was sent in vain is in doubt, and what was not sent says so', async () => {
    answer = (names) => (names.includes('a') ? created(names) : faults.hang());
    const client = await open({ maxRetries: 0 });
    const outcomes = await client.users.createInTurn(letters('abcdefghi'), { timeoutMs: 500 });
    const errors = outcomes.map((outcome) => ('error' in outcome ? outcome.error : undefined));
    expect(errors.slice(0, 3)).toEqual([undefined, undefined, undefined]);
    expect(errors[3]).toBeInstanceOf(OutcomeUnknownError);
    expect(errors[6]).toBeInstanceOf(TimeoutError);
    expect(String(errors[6])).toContain('they were not sent');
  });

  it('ends as a whole when its caller gives up', async () => {
    const caller = new AbortController();
    const gaveUp = new Error('gave up');
    answer = () => {
      setTimeout(() => caller.abort(gaveUp), 5);
      return faults.hang();
    };
    const client = await open();
    const from = server.requests.length;
    await expect(client.users.createInTurn(letters('abcdef'), { signal: caller.signal })).rejects.toBe(
      gaveUp,
    );
    expect(server.requests.length - from).toBe(1);
  });

  it('says what keeps all calls from being made, once the road has tried again', async () => {
    answer = () => faults.status(503);
    const client = await open();
    const outcomes = await client.users.createMany(['a']);
    expect(outcomes).toEqual([{ error: expect.any(ProviderUnavailableError) }]);
    await expect(client.users.createMany(['a'], { timeoutMs: -1 })).rejects.toThrow('see timeoutMs');
  });

  it('has the types of its items and results', () => {
    const method = batched(create, {
      size: 1,
      ask: (ages: readonly number[]) => ({ body: { names: ages.map(String) } }),
      outcomes: ({ results }) => results.map(({ ok }) => ({ result: ok })),
    });
    type Call = ReturnType<typeof method.bind>;
    const typed = (call: Call): Promise<readonly BatchOutcome<boolean>[]> => call([1, 2]);
    // @ts-expect-error No numbers.
    const mistyped = (call: Call) => call(['a']);
    const outcomes = () => [{ result: 1 }];
    const ask = (names: readonly string[]) => ({ names });
    // @ts-expect-error Not the input of the operation.
    const misasked = () => batched(create, { size: 1, ask, outcomes });
    expect([typed, mistyped, misasked]).toHaveLength(3);
    expect(method.safeToTry).toBe(false);
  });

  it.each([0, -1, 1.5, NaN])('cannot have a size or concurrency of %d', (count) => {
    expect(() => batched(create, { ...batches, size: count })).toThrow('size is');
    expect(() => batched(create, { ...batches, size: 1, concurrency: count })).toThrow('concurrency is');
  });
});
