import { z } from 'zod';
import { Journal } from './journal.js';
import type {
  Charge,
  Delivery,
  Event,
  PaymentIntent,
  Refund,
  StoredAnswer,
  StoredCustomer,
  StoredPaymentMethod,
  StoredSession,
} from './objects.js';
import { Table } from './table.js';

/** Everything the sandbox remembers, by table. */
export interface Rows {
  payment_intent: PaymentIntent;
  charge: Charge;
  refund: Refund;
  customer: StoredCustomer;
  checkout_session: StoredSession;
  payment_method: StoredPaymentMethod;
  event: Event;
  idempotent_answer: StoredAnswer;
  delivery: Delivery;
}

export type TableName = keyof Rows;

/** One change: a row as it is now, or `null` where it is gone. */
export type Change = { [K in TableName]: readonly [table: K, id: string, row: Rows[K] | null] }[TableName];

const TABLES = [
  'payment_intent',
  'charge',
  'refund',
  'customer',
  'checkout_session',
  'payment_method',
  'event',
  'idempotent_answer',
  'delivery',
] as const satisfies readonly TableName[];

const journalLine = z.array(
  z.tuple([z.enum(TABLES), z.string(), z.looseObject({ id: z.string() }).nullable()]),
);

/** Stripe forgets events after 30 days and idempotency keys after a day; the sandbox does so when it starts. */
const KEPT_SECONDS: { [K in TableName]?: number } = { event: 30 * 86_400, idempotent_answer: 86_400 };

/**
 * The sandbox's memory. Rows are never changed in place, only replaced, and only inside a {@link transaction}, which
 * happens wholly or not at all. With a state file, a transaction is on file before it returns.
 */
export class State {
  private readonly tables: { [K in TableName]: Table<Rows[K]> } = {
    payment_intent: new Table(),
    charge: new Table(),
    refund: new Table(),
    customer: new Table(),
    checkout_session: new Table(),
    payment_method: new Table(),
    event: new Table(),
    idempotent_answer: new Table(),
    delivery: new Table(),
  };
  private readonly journal: Journal | undefined;
  private changes: Change[] | undefined;
  private undo: (() => void)[] = [];
  private readonly listeners: ((changes: readonly Change[]) => void)[] = [];

  /** Without a `stateFile` everything is forgotten when the process ends. */
  constructor(stateFile?: string) {
    if (!stateFile) return;
    for (const line of Journal.read(stateFile)) this.replay(line);
    this.journal = Journal.rewrite(stateFile, this.snapshot());
  }

  table<K extends TableName>(name: K): Table<Rows[K]> {
    return this.tables[name];
  }

  /** Adds a row, or replaces the one of the same id. Returns it. */
  put<K extends TableName>(name: K, row: Rows[K]): Rows[K] {
    this.record(name, row.id, row);
    this.tables[name].set(row);
    return row;
  }

  delete(name: TableName, id: string): void {
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
  onCommit(listener: (changes: readonly Change[]) => void): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.journal?.close();
  }

  private record<K extends TableName>(name: K, id: string, row: Rows[K] | null): void {
    if (!this.changes) throw new Error('State is changed inside a transaction only.');
    const table: Table<Rows[K]> = this.tables[name];
    const previous = table.get(id);
    this.undo.push(() => (previous ? table.set(previous) : table.delete(id)));
    // The compiler cannot see that `name` and `row` go together, as they do by this method's signature.
    this.changes.push([name, id, row] as unknown as Change);
  }

  private replay(line: unknown): void {
    for (const [name, id, row] of journalLine.parse(line)) {
      // This class wrote the line from rows of these very types.
      const table = this.tables[name] as unknown as Table<{ id: string }>;
      if (row) table.set(row);
      else table.delete(id);
    }
  }

  private *snapshot(): Generator<readonly (readonly [TableName, string, { id: string }])[]> {
    const now = Date.now() / 1000;
    for (const name of TABLES) {
      const kept = KEPT_SECONDS[name] ?? Infinity;
      for (const row of this.tables[name].values()) {
        const expired = 'created' in row && row.created < now - kept;
        if (expired) this.tables[name].delete(row.id);
        else yield [[name, row.id, row]];
      }
    }
  }
}
