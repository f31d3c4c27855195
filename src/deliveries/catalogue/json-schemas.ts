import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { LRUCache } from 'lru-cache';
import type { FieldIssue } from '../../contracts/errors.js';
import type { JsonSchema } from './catalogue-entry.js';

/** Compiled schemas that are kept at once. */
const MAX_COMPILED = 500;
/** Wrong fields that are told at once. */
const MAX_ISSUES = 20;

/** `format` is a remark, as the specification has it by default; unknown keywords are remarks, too. */
const OPTIONS = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;

/**
 * The JSON Schemas (2020-12) of event types. What they refer to has to be within them: nothing is fetched. A `pattern` is
 * run as it is; whoever writes it answers for its speed.
 */
export class JsonSchemas {
  private readonly specification = new Ajv2020(OPTIONS);
  private readonly compiled = new LRUCache<string, ValidateFunction>({ max: MAX_COMPILED });

  /** What is wrong with a schema, as the end of a sentence; `undefined` when it can be used. */
  problemWith(schema: JsonSchema): string | undefined {
    try {
      if (!this.specification.validateSchema(schema)) {
        const error = this.specification.errors?.[0];
        return `must be JSON Schema 2020-12: ${error?.instancePath ?? ''} ${error?.message ?? 'it is not'}`;
      }
      return '$async' in this.compile(schema) ? 'must be without $async' : undefined;
    } catch (error) {
      return `must be JSON Schema 2020-12, complete in itself: ${error instanceof Error ? error.message : 'it is not'}`;
    }
  }

  /** The fields that are not as a schema asks for, by their path from `root`. */
  check(schema: JsonSchema, data: unknown, root: string): FieldIssue[] {
    try {
      const validate = this.compile(schema);
      validate(data);
      return (validate.errors ?? []).slice(0, MAX_ISSUES).map((error) => issueOf(error, root));
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'it is broken';
      return [{ field: root, issue: `cannot be checked, because its schema does not work (${reason})` }];
    }
  }

  /** Each by an instance of its own, so that an `$id` in one means nothing in another. */
  private compile(schema: JsonSchema): ValidateFunction {
    const text = JSON.stringify(schema);
    const known = this.compiled.get(text);
    if (known) return known;
    const validate = new Ajv2020({ ...OPTIONS, meta: false, validateSchema: false }).compile(schema);
    this.compiled.set(text, validate);
    return validate;
  }
}

function issueOf({ instancePath, keyword, params, message }: ErrorObject, root: string): FieldIssue {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const property: unknown =
    params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
  if (typeof property === 'string') path.push(property);
  const issue = keyword === 'required' ? 'must be there' : (message ?? 'is not what the schema asks for');
  return { field: [root, ...path].join('.'), issue };
}
