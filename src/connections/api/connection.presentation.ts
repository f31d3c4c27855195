import type { Connection } from '../../contracts/connections.js';
import type { ConnectionHealth } from '../health/connection-health.js';
import type { ShownSubscription } from '../subscriptions/connection-subscriptions.js';

/** A connection as the API shows it. */
export function presentConnection(connection: Connection, health: ConnectionHealth) {
  const { account, lastError } = connection;
  return {
    id: connection.id,
    provider: connection.provider,
    tenant: connection.tenant ?? null,
    status: connection.status,
    kind: connection.kind,
    account: { id: account.id, label: account.label, details: account.details },
    scopes: connection.scopes,
    health: {
      state: health.state,
      message: health.message,
      mend_url: health.mendUrl ?? null,
      scopes: health.scopes,
    },
    created_at: connection.createdAt,
    connected_at: connection.connectedAt,
    disconnected_at: connection.disconnectedAt ?? null,
    expires_at: connection.expiresAt ?? null,
    refreshed_at: connection.refreshedAt ?? null,
    refresh_at: connection.refreshAt ?? null,
    refresh_failures: connection.refreshFailures,
    last_used_at: connection.lastUsedAt ?? null,
    last_error: lastError ? { message: lastError.message, at: lastError.at } : null,
  };
}

/** A subscription as the API shows it. */
export function presentSubscription(subscription: ShownSubscription) {
  return {
    kind: subscription.kind,
    resource: subscription.resource,
    status: subscription.status,
    expires_at: subscription.expiresAt ?? null,
    renewed_at: subscription.renewedAt ?? null,
    due_at: subscription.dueAt,
    last_error: subscription.lastError ?? null,
  };
}
