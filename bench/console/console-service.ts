import { randomBytes } from 'node:crypto';
import { findFreePort } from '../../src/platform/database/postgres-server.js';
import { Child } from '../child.js';
import { Compiled } from '../compiled.js';
import type { BenchDatabase } from '../database.js';
import type { Workspace } from '../workspace.js';
import type { answers } from './service.js';

/** Hookline in a process of its own, compiled and as in production. */
export class ConsoleService {
  private constructor(
    readonly url: string,
    readonly child: Child<typeof answers>,
  ) {}

  /** It takes requests only: the jobs of the stored events, which have no handlers here, are left alone. */
  static async start(workspace: Workspace, database: BenchDatabase): Promise<ConsoleService> {
    const compiled = await Compiled.make(workspace);
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const script = compiled.script('bench/console/service.ts');
    const child = await Child.start<typeof answers>(workspace, script, {
      NODE_ENV: 'production',
      ROLE: 'web',
      HOST: '127.0.0.1',
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      LOG_LEVEL: 'info',
    });
    return new ConsoleService(url, child);
  }
}
