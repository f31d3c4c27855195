import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { postgresCommand, type PostgresAccount } from './postgres-command.js';

const run = promisify(execFile);

/**
 * Chooses whom PostgreSQL runs as. PostgreSQL refuses to run as root, so that root gets the owner of an existing cluster, or
 * else the system account `postgres`, which is created when it is missing.
 *
 * Throws a sentence naming the folder in the way when that account cannot reach the programs or the data.
 */
export async function choosePostgresAccount(options: {
  cluster: string;
  program: string;
}): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const ids = (await ownerOf(options.cluster)) ?? (await findAccount()) ?? (await createAccount());
  const closed = (await closedFolder(options.program, ids)) ?? (await closedFolder(options.cluster, ids));
  if (closed === undefined) return { ids, prefix: [] };

  // A checkout in root's home (0700) is closed to every other account. Root may hand on just the right to read and pass
  // through folders, and this is the least that is needed: writing still follows the ownership of the cluster folder.
  // Some containers only have the wider right.
  for (const capability of ['dac_read_search', 'dac_override']) {
    const account = { ids, prefix: withCapability(ids, capability) };
    if (await canRun(account, options.program)) return account;
  }
  throw new Error(
    `The embedded PostgreSQL runs as the account with user id ${ids.uid}, because PostgreSQL refuses to run as root, and ` +
      `that account cannot reach ${closed}: run chmod o+x ${closed}, move Hookline and DATA_DIR below a folder that ` +
      'everyone can pass through, run Hookline as an ordinary user, or set DATABASE_URL.',
  );
}

async function ownerOf(cluster: string): Promise<PostgresAccount['ids']> {
  const folder = await stat(cluster).catch(() => undefined);
  return folder && folder.uid !== 0 ? { uid: folder.uid, gid: folder.gid } : undefined;
}

async function findAccount(): Promise<PostgresAccount['ids']> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function createAccount(): Promise<{ uid: number; gid: number }> {
  try {
    const env = { PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
    await run('groupadd', ['--system', '--force', 'postgres'], { env });
    const nobodyLogsIn = ['--no-create-home', '--shell', '/usr/sbin/nologin'];
    await run('useradd', ['--system', '--gid', 'postgres', ...nobodyLogsIn, 'postgres'], { env });
  } catch (cause) {
    // Two starts at once: the other one may have created it.
    const account = await findAccount();
    if (account) return account;
    throw new Error(
      'PostgreSQL refuses to run as root, and the system account postgres for it could not be created: ' +
        'create it, run Hookline as an ordinary user, or set DATABASE_URL.',
      { cause },
    );
  }
  const account = await findAccount();
  if (!account)
    throw new Error('The system account postgres was created and cannot be found: set DATABASE_URL.');
  return account;
}

/** The outermost folder above the path that the account may not pass through. Folders yet to be created do not count. */
async function closedFolder(path: string, ids: { uid: number; gid: number }): Promise<string | undefined> {
  const parent = dirname(path);
  const above = parent === path ? undefined : await closedFolder(parent, ids);
  if (above !== undefined) return above;
  const entry = await stat(path).catch(() => undefined);
  if (!entry?.isDirectory()) return undefined;
  const passBit = entry.uid === ids.uid ? 0o100 : entry.gid === ids.gid ? 0o010 : 0o001;
  return entry.mode & passBit ? undefined : path;
}

function withCapability(ids: { uid: number; gid: number }, capability: string): string[] {
  return [
    'setpriv',
    `--reuid=${ids.uid}`,
    `--regid=${ids.gid}`,
    '--clear-groups',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    // PostgreSQL asks with access(2) for its own programs, which leaves capabilities out of account without this.
    '--securebits=+no_setuid_fixup',
    '--',
  ];
}

async function canRun(account: PostgresAccount, program: string): Promise<boolean> {
  const { file, args, spawnOptions } = postgresCommand(account, program, ['--version']);
  return run(file, args, spawnOptions).then(
    () => true,
    () => false,
  );
}
