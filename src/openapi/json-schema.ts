import { z } from 'zod';
import { schemaNotes } from '../platform/http/answer-fields.js';

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type JsonSchema = { [keyword: string]: unknown };

/** Says in zod's stead what its own pattern says by a long regular expression. */
const FORMATS_SAY_ENOUGH = new Set(['uuid', 'date-time', 'date', 'email']);

/** Makes JSON Schemas of zod's, and gathers those that have a name. */
export class JsonSchemas {
  /** Schemas with a name, by it. */
  readonly components: Record<string, JsonSchema> = {};

  /**
   * What is sent, before zod reads it: a time is text still. Refinements do not show, since JSON Schema has no words
   * for them.
   * @throws Error where two schemas have one name
   */
  of(schema: z.ZodType): JsonSchema {
    // As a part of something, so that a schema with a name is a reference, wherever it stands.
    const whole = z.toJSONSchema(z.object({ root: schema }), {
      io: 'input',
      target: 'draft-2020-12',
      unrepresentable: 'any',
      metadata: schemaNotes,
    });
    const { properties, $defs = {} } = tidied(whole) as {
      properties: { root: JsonSchema };
      $defs?: Record<string, JsonSchema>;
    };
    for (const [name, definition] of Object.entries($defs)) this.name(name, definition);
    return properties.root;
  }

  /** Puts a schema among the components. @returns the reference to it */
  name(name: string, { id: _id, ...schema }: JsonSchema): JsonSchema {
    const known = this.components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`Two schemas have the name ${name}. Give one of them another.`);
    }
    this.components[name] = schema;
    return { $ref: `#/components/schemas/${name}` };
  }
}

/** The same in fewer words: no patterns that a format says, no choice of one thing and null, no `$ref` into `$defs`. */
function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (typeof value !== 'object' || value === null) return value;
  const schema = Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === 'examples' ? (part as unknown) : tidied(part)]),
  );
  if (typeof schema.$ref === 'string') {
    schema.$ref = schema.$ref.replace('#/$defs/', '#/components/schemas/');
  }
  if (FORMATS_SAY_ENOUGH.has(String(schema.format))) delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  return orNull(schema);
}

function orNull(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [one, nothing] = anyOf as JsonSchema[];
  if (nothing?.type !== 'null' || typeof one?.type !== 'string' || 'enum' in one || 'const' in one)
    return schema;
  return { ...one, type: [one.type, 'null'], ...rest };
}
