import { randomUUID } from 'node:crypto';
import { Pool, type Dispatcher } from 'undici';
import {
  RefusedError,
  creation,
  creationPath,
  thingPath,
  type Contender,
  type Target,
  type Thing,
} from './contender.js';

/** Bare undici, with a key sent by hand. What ends a call is its own two clocks, for the headers and between pieces of the body. */
export function open({ url, deadlineMs }: Target): Contender {
  return overDispatcher(undiciPool(url, deadlineMs), url);
}

/** A pool with as many connections as there are calls in flight. */
export function undiciPool(url: string, deadlineMs: number): Pool {
  return new Pool(url, {
    connections: 64,
    allowH2: false,
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
  });
}

/** Calls as undici's documentation makes them, over any of its dispatchers. */
export function overDispatcher(dispatcher: Dispatcher, origin: string): Contender {
  const request = async (options: Omit<Dispatcher.RequestOptions, 'origin'>): Promise<Thing> => {
    const { statusCode, body } = await dispatcher.request({ origin, ...options });
    if (statusCode < 300) return (await body.json()) as Thing;
    await body.dump();
    throw new RefusedError(statusCode);
  };
  return {
    read: async (id) => (await request({ method: 'GET', path: thingPath(id) })).id,
    create: async (name) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const body = JSON.stringify(creation(name));
      return (await request({ method: 'POST', path: creationPath(name), headers, body })).name;
    },
  };
}
