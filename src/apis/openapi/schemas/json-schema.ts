import { z } from 'zod';
import { anything, flag, list, named, number, text, texts } from '../document/lenient.js';

const limit = z.union([z.number(), z.boolean()]).optional().catch(undefined);

/** The keywords that are understood: JSON Schema 2020-12 and what OpenAPI 3.0 has beside it. */
export const JsonSchema = z.object({
  $ref: text,
  $dynamicRef: text,
  type: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  nullable: flag,
  title: text,
  description: text,
  default: anything,
  deprecated: flag,
  readOnly: flag,
  writeOnly: flag,
  const: anything,
  enum: list,
  allOf: list,
  anyOf: list,
  oneOf: list,
  not: anything,
  discriminator: z
    .union([
      z.object({ propertyName: z.string(), mapping: named }),
      z.string().transform((propertyName) => ({ propertyName, mapping: undefined })), // as OpenAPI 2 has it
    ])
    .optional()
    .catch(undefined),
  properties: named,
  required: texts,
  additionalProperties: z
    .union([z.boolean(), z.record(z.string(), z.unknown())])
    .optional()
    .catch(undefined),
  patternProperties: named,
  items: anything,
  prefixItems: list,
  minItems: number,
  maxItems: number,
  format: text,
  contentEncoding: text,
  pattern: text,
  minLength: number,
  maxLength: number,
  minimum: number,
  maximum: number,
  exclusiveMinimum: limit,
  exclusiveMaximum: limit,
  multipleOf: number,
});

export type JsonSchema = z.output<typeof JsonSchema>;

/** Keywords that say something about a schema, and nothing about values. */
const ANNOTATIONS = new Set([
  'title',
  'description',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  'nullable',
  'discriminator',
]);

/** Whether it only says something about another schema. */
export function isAnnotation(schema: JsonSchema): boolean {
  return keywordsOf(schema).every((keyword) => ANNOTATIONS.has(keyword));
}

/** Whether it only says which properties there have to be: of two such alternatives, types know nothing. */
export function onlyRequires(schema: JsonSchema): boolean {
  return keywordsOf(schema).every(
    (keyword) => ANNOTATIONS.has(keyword) || /^(?:required|not)$/.test(keyword),
  );
}

/** Whether it describes an object, and nothing else. */
export function isPlainObject(schema: JsonSchema): boolean {
  const types = typesOf(schema);
  if (types.some((type) => type !== 'object')) return false;
  if (schema.$ref ?? schema.allOf ?? schema.anyOf ?? schema.oneOf ?? schema.enum) return false;
  return types.length === 1;
}

/** The types that it names, `null` left out; without any, the one that its keywords are about. Many forget it. */
export function typesOf(schema: JsonSchema): string[] {
  const types = [schema.type ?? []].flat();
  if (types.length > 0) return [...new Set(types)].filter((each) => each !== 'null');
  const about = Object.entries(KEYWORDS).find(([, keywords]) =>
    keywords.some((keyword) => schema[keyword] !== undefined),
  );
  return about ? [about[0]] : [];
}

const KEYWORDS: Readonly<Record<string, readonly (keyof JsonSchema)[]>> = {
  object: ['properties', 'additionalProperties', 'patternProperties'],
  string: ['pattern', 'minLength', 'maxLength', 'format', 'contentEncoding'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
};

export function allowsNull({ type, nullable, enum: values, const: constant }: JsonSchema): boolean {
  return (
    nullable === true || [type].flat().includes('null') || constant === null || (values ?? []).includes(null)
  );
}

function keywordsOf(schema: JsonSchema): string[] {
  return Object.entries(schema).flatMap(([keyword, value]) => (value === undefined ? [] : [keyword]));
}
