import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../src/platform/database/postgres-server.js';
import { serverTimeMs } from '../server-time.js';
import type { Workspace } from '../workspace.js';

const STARTS_WITHIN_MS = 10_000;

/** A Redis as it comes: it saves now and then, and a crash loses what it had not saved. */
export class BenchRedis {
  private constructor(
    readonly url: string,
    private readonly pid: number,
  ) {}

  /** @returns `undefined` where `redis-server` is not installed */
  static async start(workspace: Workspace): Promise<BenchRedis | undefined> {
    if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
    const folder = join(workspace.folder, 'redis');
    await mkdir(folder);
    const port = await findFreePort();
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
    const server = await workspace.use(
      async () => spawn('redis-server', settings, { stdio: 'ignore' }),
      async (running) => {
        if (running.exitCode !== null || running.signalCode !== null) return;
        running.kill('SIGKILL');
        await once(running, 'exit');
      },
    );
    const endsAt = performance.now() + STARTS_WITHIN_MS;
    while (!(await takesConnections(port))) {
      if (performance.now() > endsAt) throw new Error('redis-server does not take connections.');
      await sleep(50);
    }
    return new BenchRedis(`redis://127.0.0.1:${port}`, server.pid ?? 0);
  }

  /** The processor time that it has used, in ms. */
  timeMs(): Promise<number> {
    return serverTimeMs(this.pid);
  }
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const connected = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return connected;
}
