import type { ConnectLink } from '../../platform/database/generated/client.js';
import type { ConnectRequest } from '../flow/connect-flow.js';

/** What somebody who has a connect link wants to connect. */
export type LinkedRequest = ConnectRequest & Required<Pick<ConnectRequest, 'link'>>;

/**
 * What a link allows to whoever opens it.
 * @param address where the request comes from
 */
export function linkedRequest(link: ConnectLink, token: string, address: string): LinkedRequest {
  const { id, provider, tenant, scopes, connectionId, returnTo } = link;
  return {
    provider,
    tenant,
    scopes,
    ...(connectionId !== null && { connectionId }),
    ...(returnTo !== null && { returnTo }),
    link: { id, token },
    actor: { kind: 'connect_link', id, name: `connect link of ${tenant}`, address },
  };
}
