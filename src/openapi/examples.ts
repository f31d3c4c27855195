import type { JsonSchema } from './json-schema.js';

/** What a format looks like, where a schema has no example of its own. */
const BY_FORMAT: Record<string, string> = {
  uuid: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10',
  'date-time': '2026-11-21T08:30:00.000Z',
  date: '2026-11-21',
  email: 'ada@example.com',
  uri: 'https://example.com/',
};

/** A value that fits a schema: of its examples, and of those of its parts. Optional fields without an example are left out. */
export function exampleOf(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): unknown {
  const of = (part: JsonSchema): unknown => exampleOf(part, components);
  const { examples, $ref, anyOf, oneOf, type } = schema as {
    examples?: unknown[];
    $ref?: string;
    anyOf?: JsonSchema[];
    oneOf?: JsonSchema[];
    type?: string | string[];
  };
  if (examples) return examples[0];
  if ($ref !== undefined) return of(components[$ref.split('/').at(-1) ?? ''] ?? {});
  if ('default' in schema) return schema.default;
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return (schema.enum as unknown[])[0];
  const [choice] = anyOf ?? oneOf ?? [];
  if (choice) return of(choice);
  switch ([type].flat()[0]) {
    case 'object':
      return exampleOfObject(schema, of);
    case 'array':
      return schema.items ? [of(schema.items as JsonSchema)] : [];
    case 'string':
      return BY_FORMAT[String(schema.format)] ?? '';
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function exampleOfObject(schema: JsonSchema, of: (part: JsonSchema) => unknown): unknown {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, part]) =>
      required.includes(name) || part.examples ? [[name, of(part)]] : [],
    ),
  );
}
