import { randomBytes } from 'node:crypto';
import { Child } from '../child.js';
import type { BenchDatabase } from '../database.js';
import type { Workspace } from '../workspace.js';
import type { answers } from './caller.js';
import type { ContenderName } from './contenders.js';
import type { Target } from './contenders/contender.js';
import { tell } from './targets.js';

export type Caller = Child<typeof answers>;

/** Starts a contender's process. Hookline's logs at `info` into a file, and keeps what it shares in the database. */
export function startCaller(
  workspace: Workspace,
  database: BenchDatabase,
  contender: ContenderName,
  targets: readonly Target[],
  settings: Record<string, string> = {},
): Promise<Caller> {
  const script = new URL('caller.ts', import.meta.url);
  const environment = { CONTENDER: contender, ...tell(targets) };
  if (!contender.startsWith('hookline')) return Child.start<typeof answers>(workspace, script, environment);
  return Child.start<typeof answers>(workspace, script, {
    ...environment,
    NODE_ENV: 'production',
    ROLE: 'web',
    PUBLIC_URL: 'http://localhost',
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'info',
    ...settings,
  });
}

/** The name of a setting of a target's road: `ACME_RATE_LIMIT`. */
export const variable = (target: string, setting: string) =>
  `${target.replaceAll('-', '_').toUpperCase()}_${setting}`;
