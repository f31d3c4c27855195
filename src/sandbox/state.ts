import { z } from 'zod';
import { Journal } from './journal.js';
import { Table } from './table.js';

/** What a sandbox remembers: the row of each table, by the table's name. */
export type RowsOf<Rows> = { [K in keyof Rows]: { id: string } };

/** A table before it has rows. */
export interface TableOptions<Row> {
  /** What a line of the state file must be to become a row again. */
  row: z.ZodType<Row>;
  /** Rows older than this, in seconds by their `created`, are forgotten when the sandbox starts. @default for ever */
  keptSeconds?: number;
}

/** One change: a row as it is now, or `null` where it is gone. */
export type Change<Rows> = {
  [K in keyof Rows]: readonly [table: K, id: string, row: Rows[K] | null];
}[keyof Rows];

/**
 * A sandbox's memory. Rows are never changed in place, only replaced, and only inside a {@link transaction}, which
 * happens wholly or not at all. With a state file, a transaction is on file before it returns.
 */
export class State<Rows extends RowsOf<Rows>> {
  private readonly tables: { [K in keyof Rows]: Table<Rows[K]> };
  private readonly journal: Journal | undefined;
  private changes: Change<Rows>[] | undefined;
  private undo: (() => void)[] = [];
  private readonly listeners: ((changes: readonly Change<Rows>[]) => void)[] = [];

  /**
   * Without a `stateFile` everything is forgotten when the process ends.
   * @throws Error when the file is damaged
   */
  constructor(
    private readonly options: { readonly [K in keyof Rows]: TableOptions<Rows[K]> },
    stateFile?: string,
  ) {
    // The compiler cannot see that the entries of a mapped object make up the mapped object again.
    this.tables = Object.fromEntries(this.names().map((name) => [name, new Table()])) as typeof this.tables;
    if (!stateFile) return;
    for (const line of Journal.read(stateFile)) this.replay(line);
    this.journal = Journal.rewrite(stateFile, this.snapshot());
  }

  table<K extends keyof Rows>(name: K): Table<Rows[K]> {
    return this.tables[name];
  }

  /** Adds a row, or replaces the one of the same id. Returns it. */
  put<K extends keyof Rows>(name: K, row: Rows[K]): Rows[K] {
    this.record(name, row.id, row);
    this.tables[name].set(row);
    return row;
  }

  delete(name: keyof Rows, id: string): void {
    this.record(name, id, null);
    this.tables[name].delete(id);
  }

  /** Runs `work` and keeps what it put; when it throws, nothing of it has happened. One inside another joins it. */
  transaction<T>(work: () => T): T {
    if (this.changes) return work();
    this.changes = [];
    this.undo = [];
    try {
      const result = work();
      if (this.changes.length > 0) this.journal?.append(this.changes);
      const changes = this.changes;
      this.changes = undefined;
      for (const listener of this.listeners) listener(changes);
      return result;
    } catch (error) {
      if (this.changes) for (const step of this.undo.toReversed()) step();
      throw error;
    } finally {
      this.changes = undefined;
    }
  }

  /** Hears of every transaction's changes once they are kept. */
  onCommit(listener: (changes: readonly Change<Rows>[]) => void): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.journal?.close();
  }

  private names(): (keyof Rows)[] {
    return Object.keys(this.options) as (keyof Rows)[];
  }

  private record<K extends keyof Rows>(name: K, id: string, row: Rows[K] | null): void {
    if (!this.changes) throw new Error('State is changed inside a transaction only.');
    const table: Table<Rows[K]> = this.tables[name];
    const previous = table.get(id);
    this.undo.push(() => (previous ? table.set(previous) : table.delete(id)));
    this.changes.push([name, id, row]);
  }

  private replay(line: unknown): void {
    for (const [name, id, row] of journalLine.parse(line)) {
      const known = this.names().find((each) => each === name);
      if (known === undefined)
        throw new Error(`The sandbox's state file has a table «${name}». Delete the file.`);
      if (row === null) this.tables[known].delete(id);
      else this.tables[known].set(this.options[known].row.parse(row));
    }
  }

  private *snapshot(): Generator<readonly Change<Rows>[]> {
    const now = Date.now() / 1000;
    for (const name of this.names()) {
      const kept = this.options[name].keptSeconds ?? Infinity;
      for (const row of this.tables[name].values()) {
        const expired = 'created' in row && Number(row.created) < now - kept;
        if (expired) this.tables[name].delete(row.id);
        else yield [[name, row.id, row]];
      }
    }
  }
}

const journalLine = z.array(z.tuple([z.string(), z.string(), z.unknown()]));
