/** A named item with its parameters: `"default";r=50;t=30`. */
export interface NamedItem {
  readonly name: string;
  /** As they are written; a parameter without a value is an empty string. */
  readonly parameters: ReadonlyMap<string, string>;
}

const STRING = '"((?:[^"\\\\]|\\\\["\\\\])*)"';
/** Text, bytes, a number, a boolean or a token. */
const VALUE =
  '"(?:[^"\\\\]|\\\\["\\\\])*"|:[A-Za-z0-9+/=]*:|-?\\d+(?:\\.\\d+)?|\\?[01]|[A-Za-z*][\\w!#$%&\'*+.^`|~:/-]*';
const PARAMETER = `; *([a-z*][a-z0-9_.*-]*)(?:=(${VALUE}))?`;
const ITEM = `${STRING}((?:${PARAMETER})*)`;
const WHOLE = new RegExp(`^\\s*${ITEM}(?:[ \\t]*,[ \\t]*${ITEM})*\\s*$`);
const ITEMS = new RegExp(ITEM, 'g');
const PARAMETERS = new RegExp(PARAMETER, 'g');

/**
 * Reads a structured field that is a list of strings with parameters, which is all that rate limits use of them.
 * @returns `undefined` for a malformed field: it counts as absent, not as the part of it that can be read
 * @see https://www.rfc-editor.org/rfc/rfc9651
 */
export function namedItems(field: string): NamedItem[] | undefined {
  if (!WHOLE.test(field)) return undefined;
  return [...field.matchAll(ITEMS)].map(([, name = '', parameters = '']) => ({
    name,
    parameters: new Map([...parameters.matchAll(PARAMETERS)].map(([, key = '', value = '']) => [key, value])),
  }));
}
