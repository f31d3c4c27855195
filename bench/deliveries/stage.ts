import { randomBytes } from 'node:crypto';
import { findFreePort } from '../../src/platform/database/postgres-server.js';
import { Child } from '../child.js';
import { Compiled } from '../compiled.js';
import { BenchDatabase } from '../database.js';
import { BenchRedis } from '../ingest/redis.js';
import type { Workspace } from '../workspace.js';
import { DEAD } from './addresses.js';
import type { answers as hooklineAnswers } from './contenders/hookline.js';
import type { answers as receiverAnswers } from './receiver.js';

/** What all measurements share. */
export interface Stage {
  workspace: Workspace;
  compiled: Compiled;
  database: BenchDatabase;
  receiver: Child<typeof receiverAnswers>;
  /** `undefined` where `redis-server` is not installed. */
  redis: BenchRedis | undefined;
  /** What every process of a contender is told. As in production, but that endpoints may be on this machine. */
  environment: Record<string, string>;
}

export type HooklineProcess = Child<typeof hooklineAnswers>;

/** Compiles everything, and starts what is there from beginning to end: endpoints with the numbers 0 to `healthy`, too. */
export async function setStage(workspace: Workspace, healthy: number): Promise<Stage> {
  const compiled = await Compiled.make(workspace);
  const database = await BenchDatabase.start(workspace);
  const receiver = await Child.start<typeof receiverAnswers>(
    workspace,
    compiled.script('bench/deliveries/receiver.ts'),
  );
  const redis = await BenchRedis.start(workspace);
  const environment = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'info',
    ALLOW_PRIVATE_NETWORKS: '127.0.0.0/8',
    RECEIVER_PORT: String(await receiver.ask('port')),
    ...(redis && { REDIS_URL: redis.url }),
  };
  const stage = { workspace, compiled, database, receiver, redis, environment };
  const product = await startMember(stage, 'hookline.ts', { ROLE: 'web' });
  await product.ask('createEndpoints', { from: DEAD, to: healthy });
  await product.stop();
  await clearHookline(stage);
  return stage;
}

/**
 * Starts a process of a contender, whose script is below `contenders/`. Those that are not Hookline can be asked no more than
 * `store` and `timeMs`.
 */
export async function startMember(
  { workspace, compiled, environment }: Stage,
  script: string,
  settings: Record<string, string>,
): Promise<HooklineProcess> {
  const url = `http://127.0.0.1:${await findFreePort()}`;
  return Child.start<typeof hooklineAnswers>(
    workspace,
    compiled.script(`bench/deliveries/contenders/${script}`),
    { ...environment, PORT: new URL(url).port, PUBLIC_URL: url, ...settings },
  );
}

/** Empties what Hookline has published and delivered, pings included. */
export async function clearHookline({ database, receiver }: Stage): Promise<void> {
  await database.client.query('TRUNCATE published_events, deliveries, delivery_attempts');
  await database.client.query('CHECKPOINT');
  await receiver.ask('clear');
}
