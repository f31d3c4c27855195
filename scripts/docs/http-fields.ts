import { z } from 'zod';
import { plain } from './markdown.js';

/** As much of a JSON Schema as a table of fields shows. */
export interface JsonSchema {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  format?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  properties?: Record<string, JsonSchema> | undefined;
  required?: string[] | undefined;
  items?: JsonSchema | undefined;
  anyOf?: JsonSchema[] | undefined;
  oneOf?: JsonSchema[] | undefined;
  allOf?: JsonSchema[] | undefined;
}

export const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    default: z.unknown().optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    required: z.array(z.string()).optional(),
    items: jsonSchema.optional(),
    anyOf: z.array(jsonSchema).optional(),
    oneOf: z.array(jsonSchema).optional(),
    allOf: z.array(jsonSchema).optional(),
  }),
);

/** Fields within fields are shown this deep: `customer.address.city`. */
const DEPTH = 3;

type Schemas = Readonly<Record<string, JsonSchema>>;

/** A row for each field: its name with those around it, its type, whether it is required, and its meaning. */
export function fieldRows(schema: JsonSchema, schemas: Schemas, prefix = '', depth = 1): string[][] {
  const found = resolve(schema, schemas);
  const parts = [found, ...(found.allOf ?? []), ...(found.anyOf ?? []), ...(found.oneOf ?? [])].map((each) =>
    resolve(each, schemas),
  );
  const rows = new Map<string, string[]>();
  for (const { properties = {}, required = [] } of parts) {
    for (const [name, field] of Object.entries(properties)) {
      if (rows.has(`${prefix}${name}`)) continue;
      const { itself, within } = open(field, schemas);
      rows.set(`${prefix}${name}`, [
        `\`${prefix}${name}\``,
        typeOf(itself, schemas),
        required.includes(name) ? 'required' : '',
        meaningOf(field, itself),
      ]);
      if (depth >= DEPTH || !within) continue;
      const nested = fieldRows(
        within.schema,
        schemas,
        `${prefix}${name}${within.list ? '[]' : ''}.`,
        depth + 1,
      );
      for (const row of nested) rows.set(row[0] ?? '', row);
    }
  }
  return [...rows.values()];
}

/** A field's own schema, and the one of the object or the list of objects in it. */
function open(field: JsonSchema, schemas: Schemas) {
  const itself = resolve(field, schemas);
  const options = [itself, ...(itself.anyOf ?? []), ...(itself.oneOf ?? [])].map((each) =>
    resolve(each, schemas),
  );
  for (const option of options) {
    if (option.properties) return { itself, within: { schema: option, list: false } };
    const item = option.items && resolve(option.items, schemas);
    if (item?.properties) return { itself, within: { schema: item, list: true } };
  }
  return { itself, within: undefined };
}

function resolve(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const target = schema.$ref && schemas[schema.$ref.split('/').at(-1) ?? ''];
  return target ? resolve(target, schemas) : schema;
}

function typeOf(schema: JsonSchema, schemas: Schemas): string {
  const { type, format, items, enum: values } = schema;
  if (values) return values.map((value) => `\`${String(value)}\``).join(', ');
  if ('const' in schema && schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  const options = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (options.length)
    return [...new Set(options.map((each) => typeOf(resolve(each, schemas), schemas)))].join(' or ');
  if (items) return `list of ${typeOf(resolve(items, schemas), schemas)}`;
  const name = Array.isArray(type) ? type.join(' or ') : (type ?? 'any');
  return format ? `${name} (${format})` : name;
}

function meaningOf(field: JsonSchema, itself: JsonSchema): string {
  const byDefault = itself.default ?? field.default;
  const text = plain(field.description ?? itself.description ?? '');
  return byDefault === undefined
    ? text
    : `${text}${text ? ' ' : ''}Default: \`${JSON.stringify(byDefault)}\`.`;
}
