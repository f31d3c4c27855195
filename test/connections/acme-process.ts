import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { HooklineModule } from '../../src/app.module.js';
import { createHttpAdapter } from '../../src/platform/http/http-adapter.js';
import { equip } from '../../src/start-service.js';
import { AcmeClient, AcmeModule } from '../support/acme.js';

/** A whole Hookline in a process of its own, which calls Acme as it is told to, and may be killed. */

/** What it is told. */
export interface Calls {
  connectionId: string;
  /** How many, all at once. */
  count: number;
}

/** What it answers. */
export interface CallResults {
  /** How many calls had each status. */
  statuses: Record<string, number>;
  /** What was thrown instead. */
  errors: string[];
}

const module = await Test.createTestingModule({
  imports: [HooklineModule.forRoot(process.env), AcmeModule.at(process.env['ACME_URL'] ?? '')],
}).compile();
const app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter('http://localhost'));
equip(app);
await app.listen(0, '127.0.0.1');
const client = app.get(AcmeClient, { strict: false });

async function call({ connectionId, count }: Calls): Promise<CallResults> {
  const calls = Array.from({ length: count }, () => client.things(connectionId));
  const results: CallResults = { statuses: {}, errors: [] };
  for (const outcome of await Promise.allSettled(calls)) {
    if (outcome.status === 'rejected') results.errors.push(String(outcome.reason));
    else results.statuses[outcome.value] = (results.statuses[outcome.value] ?? 0) + 1;
  }
  return results;
}

process.on('message', (calls: Calls) => {
  void call(calls).then((results) => process.send?.(results));
});
process.on('disconnect', () => process.exit()); // nobody is left to end it
process.send?.('ready');
