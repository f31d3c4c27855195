import { AuthenticationError, ValidationError } from '../../contracts/errors.js';

/**
 * Runs a check of what somebody has entered, and lays a refusal of the credential to a field of the form.
 * @throws ValidationError in the place of an AuthenticationError; whatever else `check` throws
 */
export async function blamingField<T>(field: string, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    const { provider, operation, status, message } = error;
    throw new ValidationError(
      message,
      { provider, operation, cause: error, ...(status !== undefined && { status }) },
      [{ field, issue: `was refused by ${provider}: check that it is whole and still good` }],
    );
  }
}
