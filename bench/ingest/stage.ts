import { Child } from '../child.js';
import { Compiled } from '../compiled.js';
import { BenchDatabase } from '../database.js';
import type { Workspace } from '../workspace.js';
import { CONTENDER_TABLES } from './contenders/tables.js';
import type { answers as loadAnswers } from './load/load.js';
import { BenchRedis } from './redis.js';

/** What all measurements share. */
export interface Stage {
  workspace: Workspace;
  compiled: Compiled;
  database: BenchDatabase;
  load: Child<typeof loadAnswers>;
  /** `undefined` where `redis-server` is not installed. */
  redis: BenchRedis | undefined;
}

/** The table of a product, which its handlers write to. */
const ORDERS = `
CREATE TABLE orders (id text PRIMARY KEY, paid integer NOT NULL DEFAULT 0, paid_at timestamptz)`;

/** Compiles everything, and starts what is there from beginning to end. */
export async function setStage(workspace: Workspace): Promise<Stage> {
  const compiled = await Compiled.make(workspace);
  const database = await BenchDatabase.start(workspace);
  await database.client.query(CONTENDER_TABLES);
  await database.client.query(ORDERS);
  const load = await Child.start<typeof loadAnswers>(workspace, compiled.script('bench/ingest/load/load.ts'));
  return { workspace, compiled, database, load, redis: await BenchRedis.start(workspace) };
}
