import { DiscoveryService } from '@nestjs/core';

/** A sealed value and where it lies. */
export interface SealedRow {
  /** The row's primary key, as text. Rows come in its order. */
  readonly id: string;
  /** What the value was sealed with, as the identity of its row. */
  readonly context: string;
  readonly sealed: Uint8Array;
}

/** A table with a column of sealed values that live longer than a day, marked by {@link SealedTableFacet}. */
export interface SealedTable {
  /**
   * Rows whose sealed value does not begin with `prefix`, in the order of their ids.
   * @param after the id of the last row seen
   */
  rowsNotUnder(prefix: Uint8Array, limit: number, after?: string): Promise<SealedRow[]>;
  /**
   * Puts another box in the place of `row.sealed`, if that one is still there and nobody holds the row at the moment.
   * @param keyId of the key that `sealed` is under
   * @returns whether it did
   */
  replace(row: SealedRow, sealed: Uint8Array<ArrayBuffer>, keyId: string): Promise<boolean>;
}

/** On a class that implements {@link SealedTable}. The argument is the table's name. */
export const SealedTableFacet = DiscoveryService.createDecorator<string>();
