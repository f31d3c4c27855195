/** Whom the PostgreSQL programs run as: the user we are (both empty), or, when we are root, a system account. */
export interface PostgresAccount {
  /** Owner of the cluster folder, when that is not ourselves. */
  ids?: { uid: number; gid: number };
  /** Command in front of the program that changes to the account. Without it, the spawn itself changes to `ids`. */
  prefix: string[];
}

/** What `spawn` and `execFile` need to run a PostgreSQL program as the account. */
export function postgresCommand(account: PostgresAccount, program: string, programArgs: string[]) {
  const [file = program, ...args] = [...account.prefix, program, ...programArgs];
  return {
    file,
    args,
    spawnOptions: {
      ...(account.prefix.length === 0 ? account.ids : {}),
      // The account may be unable to enter the folder we were started in.
      cwd: '/',
      // Nothing of ours: PG* variables would change what the programs do, and our environment holds secrets.
      env: { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], LC_ALL: 'C' },
    },
  };
}
