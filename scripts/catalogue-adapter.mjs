import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { Pool } from 'pg';

/**
 * Prisma's adapter for PostgreSQL, able to read the catalogue too: its tables have columns of the type "char", which the
 * adapter refuses, and the schema engine wants as characters. On the way they pass as the type that the adapter knows next
 * to it, an array of characters.
 */
export class CatalogueAdapter extends PrismaPg {
  async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  }
}

/** The pool that a {@link CatalogueAdapter} stands on. */
export class CataloguePool extends Pool {
  async query(...query) {
    const result = await super.query(...query);
    for (const field of result.fields) if (field.dataTypeID === OID.char) field.dataTypeID = OID.charArray;
    return result;
  }
}

const OID = { char: 18, charArray: 1002 };
