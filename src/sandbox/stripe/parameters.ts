import { z } from 'zod';
import { type ErrorFields, invalidParameter, type StripeApiError } from './errors.js';
import type { Form } from './form.js';

type Report = (message: string, code?: string) => never;

/** A parameter that arrives as text. `read` turns it into a value or reports what is wrong with it. */
function fromText<T>(read: (text: string, report: Report) => T): z.ZodType<T> {
  return z.unknown().transform((input, context): T => {
    const report: Report = (message, code) => {
      context.addIssue({ code: 'custom', message, params: { code } });
      throw new Reported();
    };
    try {
      if (input === undefined) report(MISSING);
      if (typeof input !== 'string') report(`Invalid string: ${JSON.stringify(input)}`);
      if (input === '') report(EMPTY, 'parameter_invalid_empty');
      return read(input, report);
    } catch (error) {
      if (error instanceof Reported) return z.NEVER;
      throw error;
    }
  });
}

class Reported extends Error {}
const MISSING = 'missing';
const EMPTY = 'empty';

/** Text of at most `max` characters. */
export function text(max = 5000): z.ZodType<string> {
  return fromText((value, report) =>
    value.length <= max
      ? value
      : report(`Invalid string: ${abridged(value)}; must be at most ${max} characters`),
  );
}

function abridged(value: string): string {
  return value.length > 20 ? `${value.slice(0, 10)}…${value.slice(-7)}` : value;
}

/** A whole number within bounds, both included. */
export function integer({ min = -Infinity, max = Infinity } = {}): z.ZodType<number> {
  return fromText((value, report) => {
    const code = 'parameter_invalid_integer';
    if (!/^-?\d{1,15}$/.test(value)) report(`Invalid integer: ${value}`, code);
    const number = Number(value);
    if (number < min) report(`This value must be greater than or equal to ${min}.`, code);
    if (number > max) {
      report(`This value must be less than or equal to ${max} (it currently is '${value}').`, code);
    }
    return number;
  });
}

/** `true` or `false`. */
export const flag = fromText((value, report) =>
  value === 'true' || value === 'false' ? value === 'true' : report(`Invalid boolean: ${value}`),
);

/** One word out of a few. */
export function choice<const T extends string>(...words: T[]): z.ZodType<T> {
  const list = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  return fromText(
    (value, report) => words.find((word) => word === value) ?? report(`must be one of ${list}`),
  );
}

/** An http or https address. */
export const url = fromText((value, report) =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
    ? value
    : report('Not a valid URL', 'url_invalid'),
);

export const email = fromText((value, report) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
    ? value
    : report(`Invalid email address: ${value}`, 'email_invalid'),
);

/** A parameter that an empty value clears. */
export function clearable<T>(parameter: z.ZodType<T>): z.ZodType<T | null> {
  return z.union([z.literal('').transform(() => null), parameter]);
}

/**
 * What `bank statements` may say: 5 to 22 characters, one a letter, none of `< > \ ' " *`.
 * @see https://docs.stripe.com/get-started/account/statement-descriptors
 */
export const statementDescriptor = fromText((value, report) => {
  if (/[<>\\'"*]/.test(value)) {
    report('The statement descriptor contains one of the characters that are not allowed: < > \\ \' " *');
  }
  if (!/\p{L}/u.test(value)) report('The statement descriptor must contain at least one letter.');
  if (value.length > 22) report('The statement descriptor must be at most 22 characters.');
  return value;
});

/**
 * Reads parameters by a schema.
 * @throws StripeApiError with Stripe's words for the first thing that is wrong: unknown, then missing, then invalid
 */
export function readParameters<T>(schema: z.ZodType<T>, form: Form): T {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => innermost(issue));
  throw toError(issues.toSorted((a, b) => rank(a) - rank(b))[0]);
}

type Issue = z.core.$ZodIssue;

/** Of a union that fits nowhere, the last alternative tells most: it is the one that is not empty. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const inner = issue.errors.at(-1) ?? [];
  return inner.flatMap((each) => innermost({ ...each, path: [...issue.path, ...each.path] }));
}

function rank(issue: Issue): number {
  if (issue.code === 'unrecognized_keys') return 0;
  return isMissing(issue) ? 1 : 2;
}

function isMissing(issue: Issue): boolean {
  return (
    issue.message === MISSING ||
    (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
  );
}

function toError(issue: Issue | undefined): StripeApiError {
  if (!issue) return invalidParameter('Invalid request.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => bracketed([...issue.path, key]));
    const noun = names.length > 1 ? 'parameters' : 'parameter';
    return invalidParameter(`Received unknown ${noun}: ${names.join(', ')}`, {
      code: 'parameter_unknown',
      param: names[0] ?? '',
    });
  }
  const param = bracketed(issue.path);
  if (isMissing(issue)) {
    return invalidParameter(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  return invalidParameter(wording(issue, param), { param, ...codeOf(issue) });
}

function wording(issue: Issue, param: string): string {
  if (issue.message === EMPTY) {
    return (
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; ` +
      `however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`
    );
  }
  return issue.message.startsWith('must be one of') ? `Invalid ${param}: ${issue.message}` : issue.message;
}

function codeOf(issue: Issue): Pick<ErrorFields, 'code'> {
  const code: unknown = issue.code === 'custom' ? issue.params?.code : undefined;
  return typeof code === 'string' ? { code } : {};
}

/** `line_items[0][price_data]` from its path. */
function bracketed(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');
}
