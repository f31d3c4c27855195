import { errorAnswer } from './error-answer.js';
import { withWireFields } from './wire-fields.interceptor.js';

/** Why one of several did not work, in the words that the API has for a whole request that fails. */
export function presentError(error: Error) {
  const { code, message, details } = errorAnswer(withWireFields(error));
  return { code, message, details };
}
