import { HttpException } from '@nestjs/common';
import {
  CircuitOpenError,
  IntegrationError,
  OutcomeUnknownError,
  PaymentDeclinedError,
  RateLimitError,
  ValidationError,
  type FieldIssue,
} from '../../contracts/errors.js';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { redactText } from '../logging/redaction.js';
import { ApiError } from './api-error.js';
import { ERROR_CODES, type ApiErrorCode } from './error-codes.js';

/** What goes back for an error: the error format of the API, without the parts that belong to the request. */
export interface ErrorAnswer {
  code: ApiErrorCode;
  status: number;
  message: string;
  details: readonly FieldIssue[];
  retryAfterSeconds: number | undefined;
}

/** Translates whatever was thrown, Fastify's and Nest's own errors included. What is not known is INTERNAL_ERROR. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof ApiError)
    return answer(error.code, error.message, error.details, error.retryAfterSeconds);
  if (error instanceof IntegrationError) return integrationAnswer(error);
  if (isDatabaseUnavailable(error)) {
    return answer(
      'DATABASE_UNAVAILABLE',
      'The database does not answer at the moment. Nothing was accepted; try again.',
      [],
      2,
    );
  }
  return (
    frameworkAnswer(error) ??
    answer('INTERNAL_ERROR', 'Something went wrong here. The log has it under the correlation id.')
  );
}

function integrationAnswer(error: IntegrationError): ErrorAnswer {
  // Providers quote what they were sent; a key in the wrong field must not come back in the answer.
  const message = redactText(error.message);
  if (error instanceof ValidationError) return answer(error.code, message, error.details);
  if (error instanceof PaymentDeclinedError) {
    const details = [{ field: 'decline_code', issue: error.declineCode }];
    if (error.paymentId) details.push({ field: 'payment_id', issue: error.paymentId });
    return answer(error.code, message, details);
  }
  if (error instanceof OutcomeUnknownError && error.recordId) {
    return answer(error.code, message, [{ field: 'record_id', issue: error.recordId }]);
  }
  if (error instanceof RateLimitError || error instanceof CircuitOpenError) {
    return answer(error.code, message, [], Math.max(1, Math.ceil(error.retryAfterMs / 1000)));
  }
  return answer(error.code, message, [], error.retryable ? 5 : undefined);
}

/** Fastify's and Nest's own refusals, by the status that they carry. */
const FRAMEWORK_CODES: Record<number, [code: ApiErrorCode, message: string]> = {
  400: ['VALIDATION_ERROR', 'The request cannot be read.'],
  404: ['NOT_FOUND', 'There is nothing at this address.'],
  405: ['METHOD_NOT_ALLOWED', 'This method is not known.'],
  408: ['VALIDATION_ERROR', 'The request did not arrive whole in time.'],
  413: ['PAYLOAD_TOO_LARGE', 'The body is larger than this route takes.'],
  414: ['VALIDATION_ERROR', 'The address is too long.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'Send JSON with Content-Type: application/json.'],
  431: ['VALIDATION_ERROR', 'The headers are too large.'],
};

function frameworkAnswer(error: unknown): ErrorAnswer | undefined {
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  const [code, message] = FRAMEWORK_CODES[status ?? 0] ?? [];
  return code && message ? answer(code, message) : undefined;
}

function statusCodeOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

function answer(
  code: ApiErrorCode,
  message: string,
  details: readonly FieldIssue[] = [],
  retryAfterSeconds?: number,
): ErrorAnswer {
  return { code, status: ERROR_CODES[code].status, message, details, retryAfterSeconds };
}
