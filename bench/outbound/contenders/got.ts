import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import got from 'got';
import { creation, creationPath, thingPath, type Contender, type Target, type Thing } from './contender.js';

/** got with its default retries, but for POST, which it may repeat because we send a key with it. */
export function open({ url, deadlineMs }: Target): Contender {
  const client = got.extend({
    prefixUrl: url,
    agent: { http: new Agent({ keepAlive: true, maxSockets: 64 }) },
    timeout: { request: deadlineMs },
    retry: { methods: ['GET', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'POST'] },
  });
  return {
    read: async (id) => (await client.get(thingPath(id).slice(1)).json<Thing>()).id,
    create: async (name) => {
      const headers = { 'idempotency-key': randomUUID() };
      const options = { headers, json: creation(name) };
      return (await client.post(creationPath(name).slice(1), options).json<Thing>()).name;
    },
  };
}
