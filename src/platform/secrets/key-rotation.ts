import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AuditLog, type Actor } from '../audit/audit-log.js';
import { errorMessage } from '../errors/error-facts.js';
import { FacetRegistry } from '../facets/facet-registry.js';
import { SealedBox } from './sealed-box.js';
import { SealedTableFacet, type SealedRow, type SealedTable } from './sealed-table.js';

/** Rows that are read at a time. */
const BATCH = 200;

/** How often a table is gone through for rows that were held or written to meanwhile. */
const PASSES = 20;

/** The wait before another pass, in ms: a refresh that holds its row is over in a few seconds. */
const PAUSE_MS = 1_000;

/** What came of one table. */
export interface RotatedTable {
  readonly table: string;
  /** Values that are under the new key by now and were not before. */
  readonly resealed: number;
  /** Values that cannot be opened: they are as they were. */
  readonly unreadable: readonly UnreadableValue[];
  /** Values that are under an old key all the same: somebody goes on sealing with it, or held their rows all the time. */
  readonly remaining: number;
}

/** A value that no key opens. */
interface UnreadableValue {
  readonly id: string;
  readonly reason: string;
}

/** What a rotation has come to. */
export interface KeyRotationResult {
  /** The key that seals, the first of `ENCRYPTION_KEYS`. */
  readonly keyId: string;
  readonly tables: readonly RotatedTable[];
}

/**
 * Seals everything anew under the first of `ENCRYPTION_KEYS`, in small batches and while the service is running: a value
 * is replaced only if it is still the one that was read, so that a newer credential is never overwritten.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly facets: FacetRegistry,
    private readonly box: SealedBox,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Goes on after a value that cannot be opened, and tells of it in the end. May be repeated: what is under the new key is
   * left alone.
   * @param onTable told of each table as it is done
   * @throws Error when there is no key, naming the variable
   */
  async rotate(actor: Actor, onTable: (done: RotatedTable) => void = () => {}): Promise<KeyRotationResult> {
    const keyId = this.box.sealingKeyId ?? '';
    const tables: RotatedTable[] = [];
    for (const [name, table] of this.facets.find<SealedTable>(SealedTableFacet)) {
      const done = await new TableRotation(name, table, this.box).run();
      onTable(done);
      tables.push(done);
    }
    const resealed = tables.reduce((sum, table) => sum + table.resealed, 0);
    const unreadable = tables.reduce((sum, table) => sum + table.unreadable.length, 0);
    const target = `encryption_key:${keyId}`;
    await this.audit.note({ actor, action: 'keys.rotated', target, details: { resealed, unreadable } });
    return { keyId, tables };
  }
}

/** The rotation of one table. */
class TableRotation {
  private readonly unreadable = new Map<string, string>();
  private resealed = 0;

  constructor(
    private readonly name: string,
    private readonly table: SealedTable,
    private readonly box: SealedBox,
  ) {}

  async run(): Promise<RotatedTable> {
    let missed = await this.pass();
    for (let passes = 1; missed > 0 && passes < PASSES; passes += 1) {
      await sleep(PAUSE_MS);
      missed = await this.pass();
    }
    const unreadable = [...this.unreadable].map(([id, reason]) => ({ id, reason }));
    return { table: this.name, resealed: this.resealed, unreadable, remaining: missed };
  }

  /** @returns how many rows were held, or written to between reading and writing */
  private async pass(): Promise<number> {
    let missed = 0;
    let after: string | undefined;
    for (;;) {
      const rows = await this.table.rowsNotUnder(this.box.sealingPrefix, BATCH, after);
      for (const row of rows) if (!(await this.reseal(row))) missed += 1;
      after = rows.at(-1)?.id;
      if (rows.length < BATCH) return missed;
    }
  }

  /** @returns whether nothing is left to be done about the row */
  private async reseal(row: SealedRow): Promise<boolean> {
    const text = this.open(row);
    if (text === undefined) return true;
    const sealed = this.box.seal(text, row.context);
    if (!(await this.table.replace(row, sealed, this.box.sealingKeyId ?? ''))) return false;
    this.resealed += 1;
    return true;
  }

  private open(row: SealedRow): string | undefined {
    try {
      const text = this.box.open(row.sealed, row.context);
      this.unreadable.delete(row.id);
      return text;
    } catch (error) {
      this.unreadable.set(row.id, errorMessage(error));
      return undefined;
    }
  }
}
