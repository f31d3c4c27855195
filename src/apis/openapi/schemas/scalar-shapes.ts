import type { JsonSchema } from './json-schema.js';
import { safePattern } from './safe-pattern.js';
import type { NumberShape, Shape, Side, StringFormat } from './shape.js';

/** The formats of JSON Schema and OpenAPI that are checked, and what checks them. */
const FORMATS: Readonly<Record<string, StringFormat>> = {
  'date-time': 'iso.datetime',
  date: 'iso.date',
  uuid: 'guid',
  email: 'email',
  uri: 'url',
  url: 'url',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  byte: 'base64',
};

/** A string. What comes back is not held against lengths, patterns and formats: APIs break their own. */
export function stringShape(schema: JsonSchema, side: Side): Shape {
  const { format = '', minLength, maxLength, pattern } = schema;
  if (format === 'binary') return { kind: 'file' };
  if (side === 'answer') return { kind: 'string' };
  const [min, max] = range(length(minLength), length(maxLength));
  const safe = pattern === undefined ? undefined : safePattern(pattern);
  const known = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  return { kind: 'string', format: known, min: min || undefined, max, pattern: safe?.source };
}

/** A number; `whole` and its limits only where it is sent. */
export function numberShape(schema: JsonSchema, whole: boolean, side: Side): NumberShape {
  if (side === 'answer') return { kind: 'number', whole: false };
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, multipleOf } = schema;
  const [min, max] = range(finite(minimum), finite(maximum));
  return {
    kind: 'number',
    whole,
    // OpenAPI 3.0 and before say by `true` that the limit itself is beyond it.
    min: above === true ? undefined : min,
    max: below === true ? undefined : max,
    above: above === true ? min : finite(above),
    below: below === true ? max : finite(below),
    multipleOf:
      multipleOf !== undefined && multipleOf > 0 && multipleOf !== 1 ? finite(multipleOf) : undefined,
  };
}

/** Limits that leave nothing between them are a mistake, and are not kept. */
function range(min: number | undefined, max: number | undefined): (number | undefined)[] {
  return min !== undefined && max !== undefined && min > max ? [] : [min, max];
}

function length(value: number | undefined): number | undefined {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function finite(value: number | boolean | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
