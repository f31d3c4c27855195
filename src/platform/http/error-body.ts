import type { FieldIssue } from '../../contracts/errors.js';
import type { ErrorAnswer } from './error-answer.js';

/** The error format of the API, on the wire. */
export interface ErrorBody {
  error: {
    code: string;
    message: string;
    details: readonly FieldIssue[];
    correlation_id: string;
    timestamp: string;
    documentation_url: string;
  };
}

/** Writes the error format. The correlation id is the request's id, which the log lines carry, too. */
export function errorBody(answer: ErrorAnswer, correlationId: string, publicUrl: string): ErrorBody {
  return {
    error: {
      code: answer.code,
      message: answer.message,
      details: answer.details,
      correlation_id: correlationId,
      timestamp: new Date().toISOString(),
      documentation_url: `${publicUrl}/docs/errors#${answer.code}`,
    },
  };
}
