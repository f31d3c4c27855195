import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../test/support/fault-server.js';
import { ConflictError, NotFoundError } from '../../contracts/errors.js';
import { runRequest } from '../../platform/context/request-context.js';
import { defineApi } from '../define-api.js';
import { get, post } from '../rest/methods.js';
import { gathered } from './gathered.js';

const User = z.object({ id: z.string(), name: z.string() });
const Users = z.object({ users: z.array(User) });
const byIds = get('/users', { query: z.object({ id: z.array(z.string()) }), answer: Users });
const gathering = {
  size: 3,
  ask: (ids: readonly string[]) => ({ id: [...ids] }),
  pick: ({ users }: z.output<typeof Users>, id: string) => users.find((user) => user.id === id),
};

class Acme extends defineApi({
  name: 'acme',
  title: 'Acme',
  operations: { users: { get: gathered(byIds, gathering) } },
}) {}

let server: FaultServer;
let answer: (ids: readonly string[]) => Fault;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startFaultServer({ answer: ({ path }) => answer(idsOf(path)) });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => server.close());

async function open() {
  const opened = await openApi(Acme, server.url);
  closers.push(opened.close);
  const from = server.requests.length;
  answer = (ids) =>
    faults.ok({ users: ids.filter((id) => id !== 'nobody').map((id) => ({ id, name: `User ${id}` })) });
  /** The ids of each call so far. */
  const calls = () => server.requests.slice(from).map(({ path }) => idsOf(path));
  return { get: opened.client.users.get, calls };
}

function idsOf(path: string): string[] {
  return new URL(path, 'http://acme.test').searchParams.getAll('id');
}

describe('a gathered operation', () => {
  it('makes gets of the same time one call, each key once, in calls of at most its size', async () => {
    const { get: user, calls } = await open();
    const names = async (ids: readonly string[]) => {
      const users: z.output<typeof User>[] = await Promise.all(ids.map((id) => user(id)));
      return users.map(({ name }) => name);
    };
    expect(await names(['a', 'b', 'a'])).toEqual(['User a', 'User b', 'User a']);
    expect(calls()).toEqual([['a', 'b']]);
    expect(await names(['a', 'b', 'c', 'd'])).toHaveLength(4);
    expect(calls().slice(1)).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('keeps nothing: a get that begins later asks again, also while the first is under way', async () => {
    const { get: user, calls } = await open();
    const arrived = new Promise<void>((resolve) => {
      const serve = answer;
      answer = (ids) => {
        resolve();
        return faults.slow(20, serve(ids));
      };
    });
    const first = user('a');
    await arrived;
    await Promise.all([first, user('a')]);
    await user('a');
    expect(calls()).toEqual([['a'], ['a'], ['a']]);
  });

  it('misses the key that the answer lacks, and no other', async () => {
    const { get: user } = await open();
    const [found, missed] = await Promise.allSettled([user('a'), user('nobody')]);
    expect(found).toMatchObject({ value: { name: 'User a' } });
    expect(missed).toMatchObject({ reason: expect.any(NotFoundError) });
    await expect(user('nobody')).rejects.toThrow('Acme has nothing under "nobody" (users.get).');
  });

  it('fails all keys of a call that fails', async () => {
    const { get: user } = await open();
    const serve = answer;
    answer = (ids) => (ids.includes('bad') ? faults.status(409) : serve(ids));
    const settled = await Promise.allSettled(['a', 'b', 'bad', 'd'].map((id) => user(id)));
    const refused = { status: 'rejected', reason: expect.any(ConflictError) };
    expect(settled).toEqual([
      refused,
      refused,
      refused,
      { status: 'fulfilled', value: { id: 'd', name: 'User d' } },
    ]);
  });

  it('lets only gets of the same request, account and wishes share a call', async () => {
    const { get: user, calls } = await open();
    const limits = { background: false };
    const { signal } = new AbortController();
    await Promise.all([
      user('a'),
      user('b', { timeoutMs: 1000 }),
      user('c', { signal }),
      user('d', { signal }),
      user('e', { signal: new AbortController().signal }),
      runRequest('request-1', limits, () => user('f')),
      runRequest('request-2', limits, () => user('g')),
    ]);
    const together = calls().map((ids) => ids.join());
    expect(together.toSorted()).toEqual(['a', 'b', 'c,d', 'e', 'f', 'g']);
  });

  it('never asks for one account in the name of another', async () => {
    const { get: user, calls } = await open();
    await Promise.all([
      user('a'),
      user('b', { connectionId: 'c1' }),
      user('c', { connectionId: 'c2' }),
      user('d', { connectionId: 'c2', tenant: 't1' }),
      user('e', { connectionId: 'c2' }),
    ]);
    const together = calls().map((ids) => ids.join());
    expect(together.toSorted()).toEqual(['a', 'b', 'c,e', 'd']);
  });

  it('ends the calls of a caller who gives up, and nobody else’s', async () => {
    const { get: user } = await open();
    const serve = answer;
    const caller = new AbortController();
    answer = (ids) => {
      if (!ids.includes('slow')) return serve(ids);
      setTimeout(() => caller.abort(new Error('gave up')), 5);
      return faults.hang();
    };
    const [slow, other] = await Promise.allSettled([user('slow', { signal: caller.signal }), user('a')]);
    expect(slow).toMatchObject({ reason: { message: 'gave up' } });
    expect(other).toMatchObject({ status: 'fulfilled' });
  });

  it('has the types of its keys and items, and reads', () => {
    const method = gathered(byIds, gathering);
    type Call = ReturnType<typeof method.bind>;
    const typed = (call: Call): Promise<{ id: string; name: string }> => call('a');
    // @ts-expect-error Keys are text here.
    const mistyped = (call: Call) => call(1);
    expect([typed, mistyped]).toHaveLength(2);
    expect(() => gathered(byIds, { ...gathering, size: 0 })).toThrow('size is 0');
    const acting = post('/users', { body: z.object({ id: z.array(z.string()) }), answer: Users });
    const ask = (ids: readonly string[]) => ({ body: { id: [...ids] } });
    expect(() => gathered(acting, { ...gathering, ask })).toThrow("safety { by: 'reading' }");
  });
});
