import { isDatabaseUnavailable } from './database-errors.js';

/** Two at a time: one waits for the disk while the next is being written. */
const MAX_COMMITS = 2;

/** Beyond it, the next commit takes what is left: one stays short enough for the time that a statement has. */
const MAX_PER_COMMIT = { rows: 256, bytes: 4 * 1024 * 1024 };

/** What is written as part of a commit. */
interface Row {
  readonly bytes: number;
}

interface Waiting<Item, Written> {
  readonly rows: readonly Item[];
  readonly resolve: (written: Written) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes what comes while a commit is under way in the next one, all of it together. */
export class GroupCommit<Item extends Row, Written> {
  private waiting: Waiting<Item, Written>[] = [];
  private commits = 0;

  /** @param write writes rows, all or none */
  constructor(private readonly write: (rows: readonly Item[]) => Promise<Written>) {}

  /**
   * Resolves once all of these rows are durable, which stay together, with what was written of them and of those that
   * shared the commit.
   * @throws what the write throws on account of these rows, or while the database is away
   */
  add(rows: readonly Item[]): Promise<Written> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, resolve, reject });
      if (this.commits < MAX_COMMITS) void this.commitWaiting();
    });
  }

  private async commitWaiting(): Promise<void> {
    this.commits += 1;
    // Let those that come in the same turn of the event loop join.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) await this.commit(this.nextGroup());
    this.commits -= 1;
  }

  /** Those that came first, at least one of them. */
  private nextGroup(): Waiting<Item, Written>[] {
    let rows = 0;
    let bytes = 0;
    const fits = this.waiting.findIndex((each) => {
      rows += each.rows.length;
      bytes += each.rows.reduce((sum, row) => sum + row.bytes, 0);
      return rows > MAX_PER_COMMIT.rows || bytes > MAX_PER_COMMIT.bytes;
    });
    return this.waiting.splice(0, fits < 0 ? this.waiting.length : Math.max(1, fits));
  }

  /** What the database refuses must not take the rest down: the group is halved until it stands alone. */
  private async commit(group: readonly Waiting<Item, Written>[]): Promise<void> {
    try {
      const written = await this.write(group.flatMap(({ rows }) => rows));
      for (const { resolve } of group) resolve(written);
    } catch (error) {
      if (group.length === 1 || isDatabaseUnavailable(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      const middle = group.length >> 1;
      await this.commit(group.slice(0, middle));
      await this.commit(group.slice(middle));
    }
  }
}
