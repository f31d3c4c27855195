import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { READY, type Answer, type Answers } from './answers.js';
import type { Workspace } from './workspace.js';
import { bareEnvironment } from '../test/support/bare-environment.js';

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/**
 * A process of the bench: it does one thing and can be asked. Its standard output goes into a file. What is compiled is
 * run as it is, without the loader that this process has.
 */
export class Child<A extends Answers> {
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;

  private constructor(private readonly process: ChildProcess) {
    process.on('message', (message) => this.take(message as Answer));
    process.once('exit', (code, signal) => this.giveUp(`A process of the bench ended (${code ?? signal}).`));
  }

  /** Resolves when it can be asked. */
  static start<A extends Answers>(
    workspace: Workspace,
    script: URL,
    environment: Record<string, string> = {},
  ): Promise<Child<A>> {
    const file = fileURLToPath(script);
    const launch = async () => {
      const log = await open(join(workspace.folder, `${parse(file).name}.log`), 'a');
      const launched = fork(file, {
        env: { ...bareEnvironment(), ...environment },
        stdio: ['ignore', log.fd, 'inherit', 'ipc'],
        execArgv: file.endsWith('.js') ? [] : process.execArgv,
      });
      await log.close();
      return launched;
    };
    return workspace.use(
      async () => Child.ready<A>(await launch()),
      (child) => child.stop(),
    );
  }

  private static async ready<A extends Answers>(process: ChildProcess): Promise<Child<A>> {
    const ended = once(process, 'exit').then(([code]) => {
      throw new Error(`A process of the bench ended with ${code} before it was ready.`);
    });
    const [said] = (await Promise.race([once(process, 'message'), ended])) as [unknown];
    if (said !== READY) throw new Error(`A process of the bench began with ${String(said)}.`);
    ended.catch(() => undefined); // its end is expected from here on
    return new Child<A>(process);
  }

  ask<Q extends keyof A & string>(
    question: Q,
    ...input: Parameters<A[Q]>
  ): Promise<Awaited<ReturnType<A[Q]>>> {
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.process.send({ id, question, input: input[0] });
    });
  }

  /** Ends it, hard: what it did has been measured by now. May be called more than once. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }

  /** Stops it where it is: it does nothing until {@link thaw}. */
  freeze(): void {
    this.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.process.kill('SIGCONT');
  }

  private take(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.value as never);
  }

  private giveUp(reason: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(reason));
    this.waiting.clear();
  }
}
