import type { CallOptions } from '../../contracts/calls.js';
import type { StoredWebhook } from '../../contracts/webhooks.js';
import type { Connections } from '../accounts/connections.service.js';

/**
 * The options of a call for the account that a webhook came for. Accounts that only have webhook secrets here
 * (`PUT /v1/webhook-accounts`) are no connections: calls for them are made as the environment's account.
 */
export async function actingForWebhook(
  provider: string,
  { connectionId }: Pick<StoredWebhook, 'connectionId'>,
  connections: Pick<Connections, 'get'>,
): Promise<Pick<CallOptions, 'connectionId'>> {
  if (connectionId === undefined) return {};
  const connection = await connections.get(connectionId);
  return connection?.provider === provider ? { connectionId } : {};
}
