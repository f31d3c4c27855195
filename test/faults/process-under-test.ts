import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { bareEnvironment } from '../support/bare-environment.js';
import { freePort } from '../support/free-port.js';
import { compiledScript, type Script } from '../support/compiled.js';
import { WEBHOOK_SECRET } from '../support/hookline.js';

/** A service in a process of its own, on one address for all its lives. */
export class ProcessUnderTest {
  private child: ChildProcess | undefined;

  private constructor(
    readonly url: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly script: Script | URL,
  ) {}

  /** @param script says that it is ready once it works; one that others have compiled, by its URL */
  static async start(
    databaseUrl: string,
    environment: Record<string, string> = {},
    script: Script | URL = 'test/faults/counting-service.ts',
  ): Promise<ProcessUnderTest> {
    const port = await freePort();
    const settings = {
      ...bareEnvironment(),
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
      ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      LOG_LEVEL: 'silent',
      ...environment,
    };
    const started = new ProcessUnderTest(`http://127.0.0.1:${port}`, settings, script);
    await started.start();
    return started;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const child = fork(this.script instanceof URL ? this.script : compiledScript(this.script), {
      env: this.environment,
      execArgv: [], // what the tests or benches themselves are run with is none of its business
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child = child;
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The process under test ended with ${code} before it was ready.`);
    });
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined); // from here on its end is what the test is about
  }

  /** Of its present life. */
  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined) throw new Error('The process under test is not running.');
    return pid;
  }

  /** As by the kernel when memory is short: nothing is finished, nothing is said. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As by Kubernetes; resolves to the exit code. */
  terminate(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}
