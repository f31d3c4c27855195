import { IntegrationError } from '../../contracts/errors.js';
import { errorCode } from '../../platform/errors/error-facts.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';

/** How a call ended, as the log line and the request log tell it. */
export interface CallResult {
  /** The provider's HTTP status; `null` when it gave no answer. */
  readonly statusCode: number | null;
  /** Hookline's word for the failure: `PROVIDER_TIMEOUT`. `null` when the provider answered, whatever it said. */
  readonly errorCode: string | null;
  /** The provider refused, or did not answer. A call that its caller gave up has not failed. */
  readonly failed: boolean;
}

export function answeredWith({ status }: OutboundResponse, { expects }: OutboundCall): CallResult {
  return { statusCode: status, errorCode: null, failed: status >= 400 && !expects?.includes(status) };
}

export function endedBy(error: unknown, { deadline }: OutboundCall): CallResult {
  if (error instanceof IntegrationError) {
    return { statusCode: error.status ?? null, errorCode: error.code, failed: !deadline.abandoned };
  }
  const word = deadline.abandoned ? 'ABORTED' : (errorCode(error) ?? 'INTERNAL_ERROR');
  return { statusCode: null, errorCode: word, failed: !deadline.abandoned };
}
