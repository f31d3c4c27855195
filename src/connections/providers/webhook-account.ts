import type { CallOptions } from '../../contracts/calls.js';
import { NotFoundError } from '../../contracts/errors.js';
import type { StoredWebhook } from '../../contracts/webhooks.js';
import type { Connections } from '../accounts/connections.service.js';

/**
 * The options of a call for the account that a webhook came for: its connection, or the environment's account for a
 * webhook that names none. Whoever has the secret of an account decides what its webhooks ask for, so nothing is ever
 * read for it with the product's own credential, which would show it what is the product's.
 * @throws NotFoundError when the account only has webhook secrets here (`PUT /v1/webhook-accounts`) and no connection
 */
export async function actingForWebhook(
  provider: string,
  { connectionId }: Pick<StoredWebhook, 'connectionId'>,
  connections: Pick<Connections, 'get'>,
): Promise<Pick<CallOptions, 'connectionId'>> {
  if (connectionId === undefined) return {};
  const connection = await connections.get(connectionId);
  if (connection?.provider === provider) return { connectionId };
  const message =
    `The webhook account "${connectionId}" is no connection of ${provider}, so there is nothing to read with for it. ` +
    'Have the account connected by a link from POST /v1/connect-links, and give its webhooks the address ' +
    `/webhooks/${provider}/ID, with the secrets set by PUT /v1/webhook-accounts/${provider}/ID; ID is the connection's.`;
  throw new NotFoundError(message, { provider, operation: 'webhooks.read' });
}
