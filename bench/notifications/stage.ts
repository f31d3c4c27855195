import { Child } from '../child.js';
import { Compiled } from '../compiled.js';
import { BenchDatabase } from '../database.js';
import { BenchRedis } from '../ingest/redis.js';
import type { Workspace } from '../workspace.js';
import type { answers } from './stand-in.js';

/** What all measurements share. */
export interface Stage {
  workspace: Workspace;
  compiled: Compiled;
  database: BenchDatabase;
  standIn: Child<typeof answers>;
  standInUrl: string;
  /** `undefined` where `redis-server` is not installed. */
  redis: BenchRedis | undefined;
}

/** Compiles everything, and starts what is there from beginning to end. */
export async function setStage(workspace: Workspace): Promise<Stage> {
  const compiled = await Compiled.make(workspace);
  const database = await BenchDatabase.start(workspace);
  const script = compiled.script('bench/notifications/stand-in.ts');
  const standIn = await Child.start<typeof answers>(workspace, script);
  const standInUrl = await standIn.ask('url');
  return { workspace, compiled, database, standIn, standInUrl, redis: await BenchRedis.start(workspace) };
}
