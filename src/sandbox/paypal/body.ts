import type { z } from 'zod';
import { type ErrorDetail, invalid, issue } from './errors.js';
import type { Issue } from './issues.js';

/**
 * The fields of a JSON body; no body is an empty one. What the schema does not know is left out, as PayPal ignores it,
 * but for what a strict schema says it has no room for.
 * @throws PayPalApiError 400, with a pointer to each field that is wrong
 */
export function readBody<T>(schema: z.ZodType<T>, text: string): T {
  const body = parse(text);
  const { data, error } = schema.safeParse(body);
  if (error) throw invalid(...error.issues.map((wrong) => detailOf(wrong, body)));
  return data;
}

function parse(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(issue('MALFORMED_REQUEST_JSON'));
  }
}

function detailOf(wrong: z.core.$ZodIssue, body: unknown): ErrorDetail {
  const path = wrong.code === 'unrecognized_keys' ? [...wrong.path, ...wrong.keys.slice(0, 1)] : wrong.path;
  const value = path.reduce(property, body);
  return issue(issueOf(wrong, value), {
    field: `/${path.map(String).join('/')}`,
    ...(typeof value === 'string' && { value }),
  });
}

function property(of: unknown, key: PropertyKey): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
}

function issueOf(wrong: z.core.$ZodIssue, value: unknown): Issue {
  if (value === undefined) return 'MISSING_REQUIRED_PARAMETER';
  if (wrong.code === 'unrecognized_keys') return 'NOT_SUPPORTED';
  if (wrong.code === 'invalid_value') return 'INVALID_PARAMETER_VALUE';
  if (wrong.code === 'too_small') {
    return wrong.origin === 'array' ? 'INVALID_ARRAY_MIN_ITEMS' : 'INVALID_STRING_LENGTH';
  }
  if (wrong.code === 'too_big') {
    return wrong.origin === 'array' ? 'INVALID_ARRAY_MAX_ITEMS' : 'INVALID_STRING_LENGTH';
  }
  return 'INVALID_PARAMETER_SYNTAX';
}
