import type { ConnectionStatus } from '../../contracts/connections.js';
import { ConnectionNeedsReauthError, NotFoundError } from '../../contracts/errors.js';
import { ApiError } from '../../platform/http/api-error.js';

/** What has to be known of a connection to speak of it. */
interface Named {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  readonly status: ConnectionStatus;
  readonly lastError: string | null;
}

const REMEDY =
  'Have the account connected again: in the console, or by a link from POST /v1/connect-links. The connection keeps its id.';

/** @param operation that could not be done for it, in our words */
export function needsReauth(connection: Named, operation: string): ConnectionNeedsReauthError {
  const { id, provider, label } = connection;
  const message = `The connection ${id} (${label} at ${provider}) ${lossOf(connection)}. ${REMEDY}`;
  return new ConnectionNeedsReauthError(message, { provider, operation }, id);
}

/** The credential of one connection that cannot be read: a changed row, or a key that is no longer configured. */
export function unreadable(
  { id, provider, label }: Omit<Named, 'status' | 'lastError'>,
  operation: string,
  cause: Error,
): ConnectionNeedsReauthError {
  const message = `The credential of connection ${id} (${label} at ${provider}) cannot be opened. ${cause.message} ${REMEDY}`;
  return new ConnectionNeedsReauthError(message, { provider, operation, cause }, id);
}

/** For a call that names a connection which is not there, or not of this provider. */
export function noConnection(id: string, provider = 'connections'): NotFoundError {
  const message = `There is no connection ${id}${provider === 'connections' ? '' : ` of ${provider}`}. GET /v1/connections lists those that there are.`;
  return new NotFoundError(message, { provider, operation: 'connections.credential' });
}

/** For a request that names a connection which is not there. */
export function connectionNotFound(id: string): ApiError {
  return new ApiError(
    'NOT_FOUND',
    `There is no connection ${id}. GET /v1/connections lists those that there are.`,
  );
}

function lossOf({ status, lastError }: Named): string {
  if (status === 'disconnected') return 'was disconnected';
  const why = lastError === null ? '' : ` (${lastError.replace(/\.$/, '')})`;
  return status === 'revoked'
    ? `had its access withdrawn at the provider${why}`
    : `has lost its access${why}`;
}
