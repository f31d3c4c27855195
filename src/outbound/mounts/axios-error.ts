import { AxiosError, CanceledError, type InternalAxiosRequestConfig } from 'axios';
import {
  IntegrationError,
  OutcomeUnknownError,
  ResponseFormatError,
  TimeoutError,
} from '../../contracts/errors.js';
import { callScope } from '../call-scope.js';

/** What `AxiosError.toJSON` leaves out of the request's configuration, for those who log an error as a whole. */
const SECRET_FIELDS = ['headers', 'auth', 'data', 'params', 'url', 'baseURL'];

/**
 * What an axios caller gets for a failure on the road: an `AxiosError` with the `IntegrationError` as its cause, and a
 * `CanceledError` when the caller of the operation gave up. (axios itself says so for its own signal and token.)
 */
export function toAxiosError(error: unknown, config: InternalAxiosRequestConfig): unknown {
  config.redact ??= SECRET_FIELDS;
  if (error instanceof IntegrationError) {
    return withCause(new AxiosError(error.message, codeOf(error, config), config), error);
  }
  if (callScope()?.deadline.abandoned) return withCause(new CanceledError(undefined, config), error);
  return error;
}

/**
 * Retrying add-ons (axios-retry) repeat a POST after every code but `ECONNABORTED`, so that this is the code of
 * everything that may have been carried out.
 */
function codeOf(error: IntegrationError, config: InternalAxiosRequestConfig): string {
  if (error instanceof TimeoutError && config.transitional?.clarifyTimeoutError) return AxiosError.ETIMEDOUT;
  const mayHaveActed =
    error instanceof TimeoutError ||
    error instanceof OutcomeUnknownError ||
    error instanceof ResponseFormatError;
  return mayHaveActed ? AxiosError.ECONNABORTED : AxiosError.ERR_NETWORK;
}

/** Not enumerable, as in any `Error`: whoever walks the properties of an error does not come to it. */
function withCause(error: AxiosError, cause: unknown): AxiosError {
  return Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
}
