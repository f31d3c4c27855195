import qs from 'qs';

/** Parameters as they came: text, lists and groups of text. */
export type Form = Record<string, unknown>;

/**
 * Reads Stripe's form encoding, brackets and all: `metadata[order]=7&expand[0]=customer`. Works on bodies and on
 * query strings alike.
 * @throws RangeError when it nests deeper or is longer than any request of Stripe's API
 */
export function parseForm(text: string): Form {
  return qs.parse(text, {
    depth: 10,
    strictDepth: true,
    parameterLimit: 5000,
    throwOnLimitExceeded: true,
    arrayLimit: 1000,
  });
}
