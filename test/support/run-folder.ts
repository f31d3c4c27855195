import { statfsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  findRunningEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded-postgres.js';
import { isAlive } from '../../src/platform/database/postmaster.js';

/** What a run may come to hold at once, several times over, in bytes. */
const ROOM = 4 * 1024 ** 3;

const inProject = fileURLToPath(new URL('../../.hookline-test', import.meta.url));

/**
 * Where runs keep the data that they throw away: in memory where there is room, since each of some hundred databases is a
 * thousand small files, which takes a disk half a second; else in the project.
 */
const runs = inMemory() ?? inProject;

/** The present run's, named after its process. */
export const runFolder = join(runs, String(process.pid));

/** What it compiles, for which packages are found only from within the project. */
export const compiledFolder = join(inProject, String(process.pid), 'compiled');

/** A new folder within the run's. @param name how its name begins */
export async function makeFolder(name: string): Promise<string> {
  await mkdir(runFolder, { recursive: true });
  return mkdtemp(join(runFolder, `${name}-`));
}

/** Removes what the present run has made. */
export async function removeRun(): Promise<void> {
  for (const folder of [runFolder, dirname(compiledFolder)])
    await rm(folder, { recursive: true, force: true });
}

/** A run that was killed had no teardown: its server still runs, and its data is still there. */
export async function removeDeadRuns(): Promise<void> {
  for (const parent of new Set([runs, inProject])) {
    const names = (await readdir(parent).catch(() => [])).filter((name) => /^\d+$/.test(name));
    for (const name of names.filter((pid) => !isAlive(Number(pid)))) await removeDeadRun(join(parent, name));
  }
}

async function removeDeadRun(run: string): Promise<void> {
  for (const dataDir of (await readdir(run)).map((name) => join(run, name))) {
    if (await findRunningEmbeddedPostgres(dataDir)) await (await startEmbeddedPostgres({ dataDir })).stop();
  }
  await rm(run, { recursive: true, force: true });
}

function inMemory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > ROOM ? `/dev/shm/hookline-test-${process.getuid?.()}` : undefined;
  } catch {
    return undefined; // only Linux has it
  }
}
