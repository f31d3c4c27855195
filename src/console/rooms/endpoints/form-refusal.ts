import type { z } from 'zod';
import { RequestValidationError } from '../../../platform/http/request-validation-error.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { formProblem } from '../connections/form-problem.js';

/** Why a form was not accepted, as its page shows it. */
export interface FormRefusal {
  readonly problem: string;
  /** By the name of the field in the form. */
  readonly errors: Readonly<Record<string, string>>;
}

/** What a form says; fields that were left empty are not there. @throws RequestValidationError that names its fields */
export function readForm<T>(schema: z.ZodType<T>, body: unknown): T {
  const { value, errors } = readFilterQuery(schema, body);
  if (value !== undefined) return value;
  throw new RequestValidationError(Object.entries(errors).map(([field, issue]) => ({ field, issue })));
}

/**
 * What an error says to whoever filled in a form whose fields are called as in the contracts, in snake_case.
 * @throws the error itself when it is nothing that they can mend
 */
export function refusalOf(error: unknown): FormRefusal {
  const { message, fields } = formProblem(error);
  if (fields.size === 0) return { problem: message, errors: {} };
  const errors = [...fields].map(([path, issue]) => {
    const [field = '', ...within] = path.split('.');
    return [snakeCase(field), [placeOf(within.join('.')), issue].filter(Boolean).join(' ')] as const;
  });
  return {
    problem: 'It was not accepted: see what is wrong beside the fields.',
    errors: Object.fromEntries(errors),
  };
}

/** Several things may be typed into one field: `number 2`, `x-tenant`. */
function placeOf(within: string): string {
  return /^\d+$/.test(within) ? `number ${Number(within) + 1}` : within;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
