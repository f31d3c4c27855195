import { z } from 'zod';
import type { Connection } from '../../contracts/connections.js';
import type { Connection as ConnectionRow } from '../../platform/database/generated/client.js';

export type { ConnectionRow };

/** The details of an account, as the table keeps them. */
const details = z.record(z.string(), z.string());

/** The provider's account of a connection. @throws ZodError when the row's details are no map of texts */
export function accountOf(row: ConnectionRow): Connection['account'] {
  return { id: row.externalId, label: row.label, details: details.parse(row.details) };
}

/** A row as everybody may see it: without its credential. */
export function toConnection(row: ConnectionRow): Connection {
  return {
    id: row.id,
    provider: row.provider,
    tenant: row.tenant || undefined,
    status: row.status,
    kind: row.kind,
    account: accountOf(row),
    scopes: row.scopes,
    createdAt: row.createdAt,
    connectedAt: row.connectedAt,
    disconnectedAt: row.disconnectedAt ?? undefined,
    expiresAt: row.expiresAt ?? undefined,
    refreshedAt: row.refreshedAt ?? undefined,
    refreshAt: row.refreshAt ?? undefined,
    refreshFailures: row.refreshFailures,
    lastUsedAt: row.lastUsedAt ?? undefined,
    lastError:
      row.lastError !== null && row.lastErrorAt ? { message: row.lastError, at: row.lastErrorAt } : undefined,
  };
}

/** What the audit log and the sealed credential know a connection by: `connection:0198…`. */
export function nameOf({ id }: Pick<ConnectionRow, 'id'>): string {
  return `connection:${id}`;
}
