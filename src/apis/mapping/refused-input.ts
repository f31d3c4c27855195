import type { z } from 'zod';
import { ValidationError, type FieldIssue } from '../../contracts/errors.js';

/** What is wrong with an input, by field. @param prefix where the schema's value stands in the input: `body` */
export function issuesOf({ issues }: z.core.$ZodError, prefix = ''): FieldIssue[] {
  return issues.map(({ path, message }) => ({
    field: [prefix, ...path.map(String)].filter(Boolean).join('.') || 'input',
    issue: message,
  }));
}

/** The error of an input that the schemas do not take. */
export function refusedInput(
  { provider, operation }: { readonly provider: string; readonly operation: string },
  details: readonly FieldIssue[],
): ValidationError {
  const fields = details.map(({ field }) => field).join(', ');
  const message = `${provider} ${operation} was not sent: see ${fields}.`;
  return new ValidationError(message, { provider, operation }, details);
}
