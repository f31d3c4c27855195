import { z } from 'zod';

/**
 * What an input is in the API's terms, or what is wrong with it.
 * @throws TypeError when the schema goes one way only: it says how to read a value, but not how to write it
 */
export function encodeInput(schema: z.ZodType, input: unknown): z.ZodSafeParseResult<unknown> {
  try {
    return z.safeEncode(schema, input);
  } catch (error) {
    if (!(error instanceof z.core.$ZodEncodeError)) throw error;
    throw new TypeError(
      'A schema of what is sent has a .transform() or z.preprocess(), which goes one way only: towards the product. ' +
        'Use z.codec(), which says how to encode, too.',
      { cause: error },
    );
  }
}
