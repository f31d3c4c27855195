import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { SealedTableFacet, type SealedRow, type SealedTable } from '../../platform/secrets/sealed-table.js';
import { nameOf } from '../accounts/connection-row.js';

/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** The credentials of connections, for the rotation of keys. */
@Injectable()
@SealedTableFacet('connections')
export class SealedConnections implements SealedTable {
  constructor(private readonly prisma: PrismaService) {}

  async rowsNotUnder(prefix: Uint8Array, limit: number, after = FIRST): Promise<SealedRow[]> {
    const rows = await this.prisma.$queryRaw<{ id: string; sealed: Uint8Array }[]>`
      SELECT id, sealed_credential AS sealed FROM connections
      WHERE sealed_credential IS NOT NULL AND id > ${after}::uuid
        AND substr(sealed_credential, 1, ${prefix.length}::int) <> ${prefix}
      ORDER BY id LIMIT ${limit}`;
    return rows.map((row) => ({ ...row, context: nameOf(row) }));
  }

  /** A refresh holds its row while it asks the provider: its answer is what counts, and nobody waits for it here. */
  async replace(row: SealedRow, sealed: Uint8Array<ArrayBuffer>, keyId: string): Promise<boolean> {
    const replaced = await this.prisma.$executeRaw`
      UPDATE connections SET sealed_credential = ${sealed}, sealing_key_id = ${keyId}
      WHERE id = (
        SELECT id FROM connections
        WHERE id = ${row.id}::uuid AND sealed_credential = ${row.sealed} FOR UPDATE SKIP LOCKED)`;
    return replaced === 1;
  }
}
