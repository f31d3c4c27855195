import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { SealedTableFacet, type SealedRow, type SealedTable } from '../../platform/secrets/sealed-table.js';
import { accountContext } from './webhook-accounts.js';

/** The secrets of webhook accounts, for the rotation of keys. A row's id is `provider/connection_id`. */
@Injectable()
@SealedTableFacet('webhook_accounts')
export class SealedWebhookSecrets implements SealedTable {
  constructor(private readonly prisma: PrismaService) {}

  async rowsNotUnder(prefix: Uint8Array, limit: number, after = '/'): Promise<SealedRow[]> {
    const [provider, connectionId] = partsOf(after);
    const rows = await this.prisma.$queryRaw<
      { provider: string; connectionId: string; sealed: Uint8Array }[]
    >`
      SELECT provider, connection_id AS "connectionId", sealed_secrets AS sealed FROM webhook_accounts
      WHERE (provider, connection_id) > (${provider}, ${connectionId})
        AND substr(sealed_secrets, 1, ${prefix.length}::int) <> ${prefix}
      ORDER BY provider, connection_id LIMIT ${limit}`;
    return rows.map(({ sealed, ...name }) => ({
      id: `${name.provider}/${name.connectionId}`,
      context: accountContext(name),
      sealed,
    }));
  }

  async replace(row: SealedRow, sealed: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const [provider, connectionId] = partsOf(row.id);
    const replaced = await this.prisma.$executeRaw`
      UPDATE webhook_accounts SET sealed_secrets = ${sealed}
      WHERE provider = ${provider} AND connection_id = ${connectionId} AND sealed_secrets = ${row.sealed}`;
    return replaced === 1;
  }
}

/** Neither part has a slash in it. */
function partsOf(id: string): [provider: string, connectionId: string] {
  const slash = id.indexOf('/');
  return [id.slice(0, slash), id.slice(slash + 1)];
}
