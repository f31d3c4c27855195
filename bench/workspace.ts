import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  findRunningEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../src/platform/database/embedded-postgres.js';
import { isAlive } from '../src/platform/database/postmaster.js';

/** Below it, each run has a folder named after its process. */
const runsFolder = fileURLToPath(new URL('../.hookline-bench', import.meta.url));

/** Where the database of a run is. */
const dataDirOf = (run: string) => join(run, 'data');

/** Where a run keeps its data, and what it has to end before it goes: nothing is left behind. */
export class Workspace {
  readonly folder = join(runsFolder, String(process.pid));
  readonly dataDir = dataDirOf(this.folder);
  private readonly ends: (() => Promise<unknown>)[] = [];
  private closed = false;

  static async open(): Promise<Workspace> {
    await removeDeadRuns();
    const workspace = new Workspace();
    // Others may pass through: as root, PostgreSQL runs as an account of its own.
    await mkdir(workspace.folder, { recursive: true, mode: 0o711 });
    return workspace;
  }

  /** Starts something that has to be ended, also when the run is cut short while it is still starting. */
  async use<T>(start: () => Promise<T>, end: (started: T) => Promise<unknown>): Promise<T> {
    if (this.closed) throw new Error('The bench is over.');
    const starting = start();
    this.ends.push(() => starting.then(end, () => undefined));
    return starting;
  }

  /** Ends what was started, the latest first, and removes the folder. */
  async close(): Promise<void> {
    this.closed = true;
    for (const end of this.ends.splice(0).toReversed()) await end();
    await rm(this.folder, { recursive: true, force: true });
    await rmdir(runsFolder).catch(() => undefined); // another run is still at work in it
  }
}

/** A run that was killed could not clean up: its server still runs, and its data is still there. */
async function removeDeadRuns(): Promise<void> {
  const runs = (await readdir(runsFolder).catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of runs.filter((name) => !isAlive(Number(name)))) {
    const run = join(runsFolder, pid);
    const dataDir = dataDirOf(run);
    if (await findRunningEmbeddedPostgres(dataDir)) await (await startEmbeddedPostgres({ dataDir })).stop();
    await rm(run, { recursive: true, force: true });
  }
}
