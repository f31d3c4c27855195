import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { SealedTableFacet, type SealedRow, type SealedTable } from '../../platform/secrets/sealed-table.js';
import { subscriptionContext } from './subscription-records.js';

/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** What is sealed of subscriptions, for the rotation of keys. */
@Injectable()
@SealedTableFacet('connection_subscriptions')
export class SealedSubscriptionStates implements SealedTable {
  constructor(private readonly prisma: PrismaService) {}

  async rowsNotUnder(prefix: Uint8Array, limit: number, after = FIRST): Promise<SealedRow[]> {
    const rows = await this.prisma.$queryRaw<{ id: string; sealed: Uint8Array }[]>`
      SELECT id, sealed_state AS sealed FROM connection_subscriptions
      WHERE sealed_state IS NOT NULL AND id > ${after}::uuid
        AND substr(sealed_state, 1, ${prefix.length}::int) <> ${prefix}
      ORDER BY id LIMIT ${limit}`;
    return rows.map((row) => ({ ...row, context: subscriptionContext(row) }));
  }

  async replace(row: SealedRow, sealed: Uint8Array<ArrayBuffer>, keyId: string): Promise<boolean> {
    const replaced = await this.prisma.$executeRaw`
      UPDATE connection_subscriptions SET sealed_state = ${sealed}, sealing_key_id = ${keyId}
      WHERE id = ${row.id}::uuid AND sealed_state = ${row.sealed}`;
    return replaced === 1;
  }
}
