import { z } from 'zod';
import { IntegrationError, type ErrorCode } from '../../contracts/errors.js';
import { errorAnswer } from './error-answer.js';
import { withWireFields } from './wire-fields.interceptor.js';

/** What may be wrong with one of several. All else is about the account, the provider or the way there. */
const ABOUT_ONE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'VALIDATION_ERROR',
  'CONFLICT',
  'UNPROCESSABLE',
  'IDEMPOTENCY_KEY_REUSED',
]);

/** What stays wrong however often it is sent. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>([...ABOUT_ONE, 'NOT_FOUND']);

/**
 * Lets a request for several fail as a whole where none of them worked, and not because of what they are: nothing is
 * then kept under its `Idempotency-Key`, so that the very same request can be sent again.
 * @throws the error of the first
 */
export function failIfAllFailed(outcomes: readonly (object | { readonly error: Error })[]): void {
  const errors = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
  const [first] = errors;
  if (first && errors.length === outcomes.length && !errors.some(isAboutOne)) throw first;
}

const partial = z.object({ data: z.array(z.object({ error: z.object({ code: z.string() }).nullable() })) });

/**
 * Whether the answer to a request for several is the last word on each: what an outage or a limit has kept from some may
 * succeed when the same request is sent again, and what is done already is not done twice.
 */
export function isFinalForEach(answer: unknown): boolean {
  const { data } = partial.parse(answer);
  return data.every(({ error }) => error === null || FINAL.has(error.code));
}

function isAboutOne(error: Error): boolean {
  return error instanceof IntegrationError && ABOUT_ONE.has(error.code);
}

/** Why one of several did not work, in the words that the API has for a whole request that fails. */
export function presentError(error: Error) {
  const { code, message, details } = errorAnswer(withWireFields(error));
  return { code, message, details };
}
