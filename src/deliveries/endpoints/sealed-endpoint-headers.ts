import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { SealedTableFacet, type SealedRow, type SealedTable } from '../../platform/secrets/sealed-table.js';
import { headersContext } from './endpoint-secrets.js';

/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** The headers of endpoints, for the rotation of keys. */
@Injectable()
@SealedTableFacet('endpoint_headers')
export class SealedEndpointHeaders implements SealedTable {
  constructor(private readonly prisma: PrismaService) {}

  async rowsNotUnder(prefix: Uint8Array, limit: number, after = FIRST): Promise<SealedRow[]> {
    const rows = await this.prisma.$queryRaw<{ id: string; sealed: Uint8Array }[]>`
      SELECT id, sealed_headers AS sealed FROM endpoints
      WHERE sealed_headers IS NOT NULL AND id > ${after}::uuid
        AND substr(sealed_headers, 1, ${prefix.length}::int) <> ${prefix}
      ORDER BY id LIMIT ${limit}`;
    return rows.map((row) => ({ ...row, context: headersContext(row.id) }));
  }

  /** Leaves `version` as it is: what workers have unsealed under it stays the same. */
  async replace(row: SealedRow, sealed: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const replaced = await this.prisma.$executeRaw`
      UPDATE endpoints SET sealed_headers = ${sealed}
      WHERE id = ${row.id}::uuid AND sealed_headers = ${row.sealed}`;
    return replaced === 1;
  }
}
