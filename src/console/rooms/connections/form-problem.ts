import { ApiError } from '../../../platform/http/api-error.js';
import { errorAnswer } from '../../../platform/http/error-answer.js';
import { IntegrationError } from '../../../contracts/errors.js';

/** Why a form was not accepted: in one sentence, and beside which of its fields. */
export interface FormProblem {
  readonly message: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** What an error says to whoever filled in a form. @throws the error itself when it is nothing that they can mend */
export function formProblem(error: unknown): FormProblem {
  if (!(error instanceof IntegrationError || error instanceof ApiError)) throw error;
  const { message, details } = errorAnswer(error);
  return { message, fields: new Map(details.map(({ field, issue }) => [field, issue])) };
}
