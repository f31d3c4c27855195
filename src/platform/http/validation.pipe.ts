import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { FieldIssue } from '../../contracts/errors.js';
import { RequestValidationError } from './request-validation-error.js';

interface Issue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
  /** zod's own: the names that a strict object does not know. */
  readonly keys?: readonly string[];
}

/** Checks what comes in against the zod schema at the parameter, and names every wrong field at once. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues: readonly Issue[]) => new RequestValidationError(issues.flatMap(fieldIssues)),
    });
  }
}

function fieldIssues(issue: Issue): FieldIssue[] {
  const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
  if (issue.keys)
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      issue: 'is not a field of this request',
    }));
  return [{ field: path.join('.'), issue: issue.message }];
}
