import { errorCode, errorMessage } from '../errors/error-facts.js';

/** How far a chain of causes is followed. */
const MAX_DEPTH = 5;

/**
 * What is logged of an error: these fields and no others. Libraries hang whole connections, requests and configurations
 * on their errors, with credentials in them.
 */
export function errorFields(error: unknown, depth = 0): object {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const { name, stack, cause } = error as Partial<Error>;
  return {
    type: typeof name === 'string' ? name : 'Error',
    message: errorMessage(error),
    code: errorCode(error),
    stack: typeof stack === 'string' ? stack : undefined,
    cause: cause === undefined || depth >= MAX_DEPTH ? undefined : errorFields(cause, depth + 1),
  };
}
