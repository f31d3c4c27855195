import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { bareEnvironment } from '../support/bare-environment.js';
import { compiledScript } from '../support/compiled.js';
import type { CallResults, Calls } from './acme-process.js';

/** What all of them seal with. */
export const ENCRYPTION_KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`;

/** One Hookline of a cluster. */
export class AcmeProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** Resolves when it is ready. */
  static async start(databaseUrl: string, acmeUrl: string): Promise<AcmeProcess> {
    const child = fork(compiledScript('test/connections/acme-process.ts'), {
      env: {
        ...bareEnvironment(),
        DATABASE_URL: databaseUrl,
        ACME_URL: acmeUrl,
        ENCRYPTION_KEYS,
        LOG_LEVEL: 'silent',
        ROLE: 'web',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`A process ended with ${code} before it was ready.`);
    });
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined); // from here on its end is what the test is about
    return new AcmeProcess(child);
  }

  /** @returns what became of the calls; `undefined` when the process was killed meanwhile */
  async call(calls: Calls): Promise<CallResults | undefined> {
    const answered = once(this.child, 'message').then(([results]) => results as CallResults);
    const killed = once(this.child, 'exit').then(() => undefined);
    this.child.send(calls);
    return Promise.race([answered, killed]);
  }

  /** As by the kernel when memory is short: nothing is finished, nothing is said. Does not wait for the end. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}
