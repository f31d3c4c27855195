import { firstParagraph, type Doc } from '../code/docstring.js';
import { allowsNull, isAnnotation, onlyRequires, typesOf, type JsonSchema } from './json-schema.js';
import { numberShape, stringShape } from './scalar-shapes.js';
import type { Schemas } from './schemas.js';
import {
  nullableOf,
  unionOf,
  UNKNOWN,
  type Literal,
  type ObjectShape,
  type Property,
  type Shape,
  type Side,
} from './shape.js';
import { tagged } from './discriminator.js';
import { soundOptions } from './sound-union.js';

/** What the schemas of a document mean for one side. */
export class ShapeReader {
  constructor(
    private readonly schemas: Schemas,
    readonly side: Side,
  ) {}

  read(node: unknown): Shape {
    if (node === false) return { kind: 'never' };
    const schema = this.schemas.read(node);
    const shape = this.shapeOf(schema);
    return allowsNull(schema) ? nullableOf(shape) : shape;
  }

  /** What stands above a property: its own words, else those of what it refers to. */
  docOf(node: unknown): Doc {
    const schema = this.schemas.followed(node);
    return {
      text: firstParagraph(schema.description),
      default:
        schema.default === undefined || schema.default === null ? undefined : JSON.stringify(schema.default),
      deprecated: schema.deprecated,
    };
  }

  private shapeOf({ $ref, ...schema }: JsonSchema): Shape {
    if ($ref !== undefined) return this.reference($ref, schema);
    if (schema.$dynamicRef !== undefined) return unknown('a dynamic reference');
    if (schema.const !== undefined || schema.enum) return this.choiceOf(schema);
    if (schema.allOf) return this.allOf(schema);
    if (schema.oneOf ?? schema.anyOf) return this.oneOf(schema);
    const types = typesOf(schema);
    if (types.length === 0 && schema.type !== undefined) return { kind: 'null' };
    if (types.length === 0 && schema.not !== undefined) return unknown('anything but one thing');
    if (types.length === 0) return schema.items === undefined ? UNKNOWN : unknown('a list, or no list');
    return unionOf(types.map((type) => this.ofType(type, schema)));
  }

  private reference(pointer: string, beside: JsonSchema): Shape {
    if (this.schemas.at(pointer) === undefined) return unknown(`${pointer} is not in the document`);
    const reference: Shape = { kind: 'reference', pointer, side: this.side };
    if (isAnnotation(beside) || onlyRequires(beside)) return reference;
    return this.allOf({ allOf: [{ $ref: pointer }, beside] });
  }

  private ofType(type: string, schema: JsonSchema): Shape {
    switch (type) {
      case 'string':
        return stringShape(schema, this.side);
      case 'number':
      case 'integer':
        return numberShape(schema, type === 'integer', this.side);
      case 'boolean':
        return { kind: 'boolean' };
      case 'array':
        return this.arrayOf(schema);
      case 'object':
        return this.objectOf(schema);
      case 'file': // of OpenAPI 2
        return { kind: 'file' };
      default:
        return unknown(`its type is ${type}`);
    }
  }

  private choiceOf({ const: constant, enum: values = [constant] }: JsonSchema): Shape {
    const literals = values.filter((value): value is Literal =>
      /^(?:string|number|boolean)$/.test(typeof value),
    );
    if (literals.length < values.filter((value) => value !== null).length)
      return unknown('one of several objects');
    if (literals.length === 0) return { kind: 'null' };
    const [first] = literals;
    if (constant !== undefined || (literals.length === 1 && this.side === 'input')) {
      return { kind: 'literal', values: literals };
    }
    const distinct = [...new Set(literals)];
    if (distinct.every((value) => typeof value === 'string')) {
      return { kind: 'enum', values: distinct, open: this.side === 'answer' };
    }
    const grows = this.side === 'answer' && typeof first === 'number';
    return grows && distinct.every((value) => typeof value === 'number')
      ? { kind: 'number', whole: false }
      : { kind: 'literal', values: distinct };
  }

  private allOf({ allOf = [], ...beside }: JsonSchema): Shape {
    const parts = [...allOf, ...(isAnnotation(beside) || onlyRequires(beside) ? [] : [beside])];
    const telling = parts.filter((part) => !isAnnotation(this.schemas.read(part)));
    const merged = this.schemas.mergedObject({ ...beside, allOf });
    const [only, second] = telling;
    if (second === undefined) return only === undefined ? UNKNOWN : this.read(only);
    if (merged) return this.objectOf(merged);
    const plain = telling.map((part) => this.schemas.followed(part));
    if (plain.every((part) => !(part.allOf ?? part.oneOf ?? part.anyOf))) {
      const types = new Set(plain.flatMap(typesOf));
      if (types.size === 1)
        return this.shapeOf(Object.assign({}, ...plain.map(withoutUndefined)) as JsonSchema);
    }
    const shapes = telling.map((part) => this.read(part)).filter(({ kind }) => kind !== 'unknown');
    const [one, two] = shapes;
    return two ? { kind: 'intersection', parts: shapes } : (one ?? UNKNOWN);
  }

  private oneOf({ oneOf, anyOf, discriminator, ...beside }: JsonSchema): Shape {
    const distinct = new Map((oneOf ?? anyOf ?? []).map((option) => [JSON.stringify(option), option]));
    const options = [...distinct.values()].map((option) => tagged(this.schemas, option, discriminator));
    const read = options.map((option) => this.schemas.read(option));
    const base = isAnnotation(beside) ? UNKNOWN : this.shapeOf(beside);
    if (read.every(onlyRequires)) return base;
    const sound = soundOptions(this.schemas, options, { exclusive: oneOf !== undefined });
    const tag = sound.length === options.length ? discriminator?.propertyName : undefined;
    const union = unionOf(
      sound.map((option) => this.read(option)),
      tag,
    );
    if (base.kind === 'unknown') return union;
    return union.kind === 'unknown' ? base : { kind: 'intersection', parts: [base, union] };
  }

  private arrayOf({ items, prefixItems, minItems, maxItems }: JsonSchema): Shape {
    const each = prefixItems ? [...prefixItems, ...(items === undefined ? [] : [items])] : [items];
    const shape = unionOf(each.filter((item) => item !== false).map((item) => this.read(item)));
    if (this.side === 'answer') return { kind: 'array', items: shape };
    return { kind: 'array', items: shape, min: count(minItems), max: count(maxItems) };
  }

  private objectOf(schema: JsonSchema): Shape {
    const properties = this.propertiesOf(schema);
    const { additionalProperties, patternProperties, discriminator } = schema;
    const others = this.othersOf(additionalProperties);
    if (properties.length > 0) {
      // Kinds of it, which are described elsewhere, have more.
      const kept = discriminator !== undefined || patternProperties !== undefined;
      return { kind: 'object', properties, others: kept ? 'kept' : others };
    }
    if (Object.keys(schema.properties ?? {}).length > 0) return { kind: 'object', properties, others };
    if (patternProperties) {
      return {
        kind: 'record',
        values: unionOf(Object.values(patternProperties).map((each) => this.read(each))),
      };
    }
    if (additionalProperties === false) return { kind: 'object', properties, others };
    return { kind: 'record', values: typeof others === 'string' ? UNKNOWN : others };
  }

  private othersOf(additional: JsonSchema['additionalProperties']): ObjectShape['others'] {
    if (additional === undefined) return 'dropped';
    if (additional === true) return 'kept';
    if (additional === false) return this.side === 'input' ? 'refused' : 'dropped';
    const shape = this.read(additional);
    return shape.kind === 'unknown' ? 'kept' : shape;
  }

  private propertiesOf({ properties = {}, required = [] }: JsonSchema): Property[] {
    const leftOut = this.side === 'input' ? 'readOnly' : 'writeOnly';
    return Object.entries(properties)
      .filter(([, schema]) => !this.isMarked(schema, leftOut))
      .map(([name, schema]) => {
        const isRequired = required.includes(name);
        return {
          name,
          shape: (isRequired && this.tagOf(schema)) || this.read(schema),
          required: isRequired,
          doc: this.docOf(schema),
        };
      });
  }

  /** What is required and always the same tells one kind of object from another: no other value is waited for. */
  private tagOf(node: unknown): Shape | undefined {
    const { enum: values = [], nullable } = this.schemas.followed(node);
    const [only, second] = values;
    if (typeof only !== 'string' || second !== undefined || nullable) return undefined;
    return { kind: 'literal', values: [only] };
  }

  private isMarked(node: unknown, mark: 'readOnly' | 'writeOnly'): boolean {
    const schema = this.schemas.followed(node);
    return (
      schema[mark] === true || (schema.allOf ?? []).some((part) => this.schemas.followed(part)[mark] === true)
    );
  }
}

function unknown(why: string): Shape {
  return { kind: 'unknown', why };
}

function count(value: number | undefined): number | undefined {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function withoutUndefined(schema: JsonSchema): object {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
