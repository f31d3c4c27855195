import type { OpenApiDocument } from '../document/openapi-document.js';
import { isAnnotation, isPlainObject, JsonSchema, onlyRequires } from './json-schema.js';

/** How many references in a row are followed before they are taken for a circle. */
const MAX_REFERENCES = 50;

/** The JSON schemas of a document: read, followed, merged. */
export class Schemas {
  constructor(private readonly document: OpenApiDocument) {}

  /** One schema; what is none, and `true`, says nothing. */
  read(node: unknown): JsonSchema {
    const parsed = JsonSchema.safeParse(node);
    return parsed.success ? parsed.data : JsonSchema.parse({});
  }

  /** The pointers of all schemas that have a name. */
  get names(): string[] {
    const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
    return Object.keys(this.document.root.components?.schemas ?? {}).map(
      (name) => `#/components/schemas/${escaped(name)}`,
    );
  }

  at(pointer: string): unknown {
    return this.document.at(pointer);
  }

  /** A schema once its references are followed; those that only say something beside a reference count. */
  followed(node: unknown): JsonSchema {
    let schema = this.read(node);
    for (let count = 0; schema.$ref !== undefined; count += 1) {
      if (count === MAX_REFERENCES) return JsonSchema.parse({});
      const { $ref: _followed, ...beside } = schema;
      schema = overriding(this.read(this.document.at(schema.$ref)), beside);
    }
    return schema;
  }

  /** What `allOf`, in however many steps, makes of an object; `undefined` for a schema that is no object alone. */
  mergedObject(node: unknown, seen: ReadonlySet<string> = new Set()): JsonSchema | undefined {
    const { $ref, allOf, ...own } = this.read(node);
    if ($ref !== undefined && seen.has($ref)) return undefined;
    const below = $ref === undefined ? seen : new Set([...seen, $ref]);
    const parts = [
      ...($ref === undefined ? [] : [this.mergedObject(this.document.at($ref), below)]),
      ...(allOf ?? []).map((part) => this.partOf(part, below)),
      ...(isAnnotation(own) || onlyRequires(own) || isPlainObject(own) ? [own] : [undefined]),
    ];
    if (parts.some((part) => part === undefined)) return undefined;
    const merged = parts.flatMap((part) => part ?? []).reduce(merge, {});
    return isPlainObject(merged) ? merged : undefined;
  }

  private partOf(part: unknown, seen: ReadonlySet<string>): JsonSchema | undefined {
    const schema = this.read(part);
    return isAnnotation(schema) || onlyRequires(schema) ? schema : this.mergedObject(part, seen);
  }
}

/** Both of two object schemas. Of two limits on the same property the later one narrows the earlier. */
function merge(first: JsonSchema, second: JsonSchema): JsonSchema {
  const properties = { ...first.properties };
  for (const [name, schema] of Object.entries(second.properties ?? {})) {
    properties[name] = Object.hasOwn(properties, name) ? bothOf(properties[name], schema) : schema;
  }
  const hasProperties = first.properties ?? second.properties;
  return {
    ...overriding(first, second),
    ...(hasProperties && { properties }),
    required: [...new Set([...(first.required ?? []), ...(second.required ?? [])])],
    additionalProperties: second.additionalProperties ?? first.additionalProperties,
  };
}

/** Two schemas of the same property: keywords side by side where both are plain, else the later one. */
function bothOf(first: unknown, second: unknown): unknown {
  if (JSON.stringify(first) === JSON.stringify(second)) return first;
  const [one, other] = [JsonSchema.safeParse(first), JsonSchema.safeParse(second)];
  if (!other.success || isAnnotation(other.data)) return one.success ? { ...one.data, ...other.data } : first;
  if (!one.success || other.data.$ref !== undefined || one.data.$ref !== undefined) return second;
  return overriding(one.data, other.data);
}

/** A schema with what another one says of the same. */
function overriding(schema: JsonSchema, by: JsonSchema): JsonSchema {
  const said = Object.entries(by).filter(([, value]) => value !== undefined);
  return { ...schema, ...Object.fromEntries(said) };
}
