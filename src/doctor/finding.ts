/** How a check went: as it should be; works, and had better be otherwise; does not work; could not, or need not, be made. */
export type Status = 'ok' | 'warn' | 'fail' | 'skip';

/** What one check has found. Nothing in it is secret. */
export interface Finding {
  /** What was checked: `database.version`. */
  readonly check: string;
  readonly status: Status;
  /** In a few words, without a full stop. */
  readonly found: string;
  /** What to do about it, in a sentence with the variable or the command; `undefined` where there is nothing to do. */
  readonly fix: string | undefined;
}

export function ok(check: string, found: string): Finding {
  return { check, status: 'ok', found, fix: undefined };
}

export function warn(check: string, found: string, fix: string): Finding {
  return { check, status: 'warn', found, fix };
}

export function fail(check: string, found: string, fix: string): Finding {
  return { check, status: 'fail', found, fix };
}

export function skip(check: string, found: string, fix?: string): Finding {
  return { check, status: 'skip', found, fix };
}
