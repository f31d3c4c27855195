import type { FieldIssue } from '../../contracts/errors.js';
import { ApiError } from './api-error.js';

/** The request's body, query or path has wrong fields, each of them named. */
export class RequestValidationError extends ApiError {
  constructor(details: readonly FieldIssue[]) {
    const fields = details.map(({ field }) => field).filter(Boolean);
    super(
      'VALIDATION_ERROR',
      `The request is not valid${fields.length ? `: see ${fields.join(', ')}` : ''}.`,
      {
        details,
      },
    );
  }
}
