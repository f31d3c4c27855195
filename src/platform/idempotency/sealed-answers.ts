import { Injectable } from '@nestjs/common';
import { PrismaService } from '../database/prisma.service.js';
import { SealedTableFacet, type SealedRow, type SealedTable } from '../secrets/sealed-table.js';
import { answerContext } from './idempotency-records.js';

/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000/';

/** The first answers to idempotency keys, for the rotation of keys. A row's id is `api_key_id/key`. */
@Injectable()
@SealedTableFacet('idempotency_records')
export class SealedAnswers implements SealedTable {
  constructor(private readonly prisma: PrismaService) {}

  async rowsNotUnder(prefix: Uint8Array, limit: number, after = FIRST): Promise<SealedRow[]> {
    const [callerId, key] = partsOf(after);
    const rows = await this.prisma.$queryRaw<{ callerId: string; key: string; sealed: Uint8Array }[]>`
      SELECT api_key_id AS "callerId", key, sealed_body AS sealed FROM idempotency_records
      WHERE sealed_body IS NOT NULL AND (api_key_id, key) > (${callerId}::uuid, ${key})
        AND substr(sealed_body, 1, ${prefix.length}::int) <> ${prefix}
      ORDER BY api_key_id, key LIMIT ${limit}`;
    return rows.map(({ sealed, ...scope }) => ({
      id: `${scope.callerId}/${scope.key}`,
      context: answerContext(scope),
      sealed,
    }));
  }

  async replace(row: SealedRow, sealed: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const [callerId, key] = partsOf(row.id);
    const replaced = await this.prisma.$executeRaw`
      UPDATE idempotency_records SET sealed_body = ${sealed}
      WHERE api_key_id = ${callerId}::uuid AND key = ${key} AND sealed_body = ${row.sealed}`;
    return replaced === 1;
  }
}

/** A UUID has no slash; a key may have several. */
function partsOf(id: string): [callerId: string, key: string] {
  const slash = id.indexOf('/');
  return [id.slice(0, slash), id.slice(slash + 1)];
}
