/*
 * What an error says, without asking for its class: a product may run its tests under Jest, where Node's own errors
 * belong to another realm and are no `instanceof Error`.
 */

/** The code of an error of Node or of PostgreSQL, such as `ENOENT` or `57P03`. */
export function errorCode(error: unknown): string | undefined {
  return isObject(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The message of an error. A host name with several addresses fails with several errors, and no message of its own. */
export function errorMessage(error: unknown): string {
  if (!isObject(error)) return String(error);
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.map(errorMessage).join(', ');
  return 'message' in error && typeof error.message === 'string' ? error.message : 'no message';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
