import { encodeInput } from '../mapping/encode-input.js';
import { refusedInput } from '../mapping/refused-input.js';
import { z } from 'zod';
import type { FieldIssue } from '../../contracts/errors.js';

/** The elements of a message, as node-soap takes them. */
export type SoapElements = Readonly<Record<string, unknown>>;

type Found = (path: readonly string[], issue: string) => void;

/** Of an element or attribute, with or without a prefix; `:name` has no namespace. `$value` is the text of an element. */
const NAME = /^(?:\$value|(?:[\p{L}_][\p{L}\p{N}_.-]*)?:?[\p{L}_][\p{L}\p{N}_.-]*)$/u;

/** What no XML document can have, not even by reference (XML 1.0, 2.2). */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * What an operation sends, as its schema encodes it. Nothing passes that would be something else in XML: node-soap takes
 * a text that looks like CDATA, or a field called `$xml`, for XML that is ready to be sent.
 * @throws ValidationError that names each wrong field
 */
export function elementsOf(
  schema: z.ZodType | undefined,
  input: unknown,
  about: { readonly provider: string; readonly operation: string },
): SoapElements {
  const issues: FieldIssue[] = [];
  const found: Found = (path, issue) => void issues.push({ field: path.join('.') || 'input', issue });
  const { data = {}, error } = schema ? encodeInput(schema, input) : {};
  for (const { path, message } of error?.issues ?? []) found(path.map(String), message);
  const elements = isRecord(data) ? elementsIn(data, [], found) : found([], 'has to be an object');
  if (elements && issues.length === 0) return elements;
  throw refusedInput(about, issues);
}

/** Without what is undefined, as in JSON. */
function elementsIn(value: SoapElements, path: readonly string[], found: Found): SoapElements {
  return eachOf(value, path, found, (child, here) => {
    if (here.at(-1) === 'attributes' && isRecord(child)) return attributesIn(child, here, found);
    return valueIn(child, here, found);
  });
}

function valueIn(value: unknown, path: readonly string[], found: Found): unknown {
  if (Array.isArray(value)) return value.map((item, index) => valueIn(item, [...path, String(index)], found));
  return isRecord(value) ? elementsIn(value, path, found) : scalarIn(value, path, found);
}

/** `xsi_type` is an object; the others are scalars, which node-soap does not escape in every style of message. */
function attributesIn(value: SoapElements, path: readonly string[], found: Found): SoapElements {
  return eachOf(value, path, found, (child, here) => {
    if (isRecord(child)) return attributesIn(child, here, found);
    if (/["<&]/.test(String(child))) found(here, 'cannot have a quote, < or & in an attribute');
    return scalarIn(child, here, found);
  });
}

function eachOf(
  value: SoapElements,
  path: readonly string[],
  found: Found,
  read: (child: unknown, path: readonly string[]) => unknown,
): SoapElements {
  const given = Object.entries(value).filter(([, child]) => child !== undefined);
  return Object.fromEntries(
    given.map(([name, child]) => {
      const here = [...path, name];
      // At the top, node-soap takes _xml for the whole message.
      if (!NAME.test(name) || here.join('.') === '_xml') found(here, 'cannot be a name in XML');
      return [name, read(child, here)];
    }),
  );
}

function scalarIn(value: unknown, path: readonly string[], found: Found): unknown {
  if (typeof value === 'string') {
    if (NOT_XML.test(value)) found(path, 'has a character that XML cannot have');
    if (value.startsWith('<![CDATA[')) found(path, 'cannot begin with <![CDATA[');
  } else if (value !== null && !['boolean', 'bigint'].includes(typeof value) && !Number.isFinite(value)) {
    found(path, 'has to be encoded by its schema as text, a number or a boolean');
  }
  return value;
}

function isRecord(value: unknown): value is SoapElements {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
