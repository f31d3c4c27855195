import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiModule } from '../../src/apis/api.module.js';
import { runtimeToken } from '../../src/apis/define-api.js';
import type { ApiRuntime } from '../../src/apis/api-runtime.js';
import { HooklineModule } from '../../src/app.module.js';
import { runWithRequestId } from '../../src/platform/context/request-context.js';
import { answer, processorTimeMs } from '../answers.js';
import { callFor } from '../outbound/speed/calls.js';
import { Directory, Raw } from './directory.js';

@Module({ imports: [HooklineModule.forRoot(process.env), ApiModule.for(Directory)] })
class BenchModule {}

const app = await NestFactory.createApplicationContext(BenchModule, { logger: false });
const directory = app.get(Directory, { strict: false });
const { api } = app.get<ApiRuntime>(runtimeToken(Directory.api), { strict: false });

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const REQUEST = { method: 'GET', path: '/v1/members/:id', params: { id: 'u_1' } } as const;

async function bare(): Promise<unknown> {
  const response = await api.perform('members.get', {}, (operation) => operation.send(REQUEST));
  return JSON.parse(response.body.toString('utf8'));
}

/** Each gives the id of what it read. */
const CALLS = {
  /** The road with all its interceptors, as every provider of ours uses it. */
  road: async () => ((await bare()) as { user_id: string }).user_id,
  /** What a careful author writes by hand. */
  schema: async () => Raw.parse(await bare()).user_id,
  typed: async () => (await directory.members.get({ id: 'u_1' })).id,
};

export type Kind = keyof typeof CALLS;

export const answers = answer({
  callFor: async ({ kind, durationMs }: { kind: Kind; durationMs: number }) => {
    const before = processorTimeMs();
    const round = await callFor(durationMs, async () => {
      const id = await runWithRequestId('bench', CALLS[kind]);
      if (id !== 'u_1') throw new Error(`Asked for u_1, the answer was about ${id}.`);
    });
    return { ...round, usedMs: processorTimeMs() - before };
  },
  /** Walks along all items, and looks at the heap after each tenth of them. In bytes. */
  walk: async ({ items, page }: { items: number; page: number }) => {
    const heaps: number[] = [];
    let seen = 0;
    for await (const { id } of directory.members.list({ limit: page }, { maxItems: items })) {
      if (id) seen += 1;
      if (seen % (items / 10) !== 0) continue;
      collect();
      heaps.push(process.memoryUsage().heapUsed);
    }
    if (seen !== items) throw new Error(`${items} items were asked for, ${seen} came.`);
    return heaps;
  },
});
