import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'vitest';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;

/** Tests that need a Redis of their own; shown as skipped where `redis-server` is not installed. */
export function describeWithRedis(name: string, tests: () => void): void {
  if (isInstalled) describe(name, tests);
  // oxlint-disable-next-line vitest/no-disabled-tests, vitest/expect-expect -- says that it is missing, and that is all
  else describe(name, () => it.skip('needs redis-server, which is not installed here', () => undefined));
}

/** A real Redis without persistence, on a port of its own, that can be stopped, frozen and started again. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const settings = ['--port', String(this.port), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1'];
    this.process = spawn('redis-server', settings, { stdio: 'ignore' });
    await eventually('Redis takes connections', () => this.takesConnections());
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    const { process } = this;
    this.process = undefined;
    if (!process) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
  }

  /** Connections stay, and nothing answers. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  private takesConnections(): Promise<true | undefined> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(undefined));
      socket.once('connect', () => socket.destroy());
    });
  }
}
