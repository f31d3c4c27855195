// oxlint-disable no-underscore-dangle -- `_zod` is where zod keeps what others may build on: https://zod.dev/library-authors
import type { z } from 'zod';
import { knownValuesOf } from '../mapping/open-enum.js';
import {
  anyOf,
  bothOf,
  listOf,
  objectOf,
  oneOf,
  tupleOf,
  whole,
  type Fit,
  type Knowledge,
} from './knowledge.js';

type DefOf<Schema extends z.core.$ZodType> = Schema['_zod']['def'];

/** What schemas know, worked out once for each: they refer to one another, and to themselves. */
export class SchemaKnowledge {
  private readonly known = new Map<z.core.$ZodType, Knowledge>();

  of(schema: z.core.$ZodType): Knowledge {
    let knowledge = this.known.get(schema);
    if (!knowledge) this.known.set(schema, (knowledge = this.workOut(schema)));
    return knowledge;
  }

  private workOut(schema: z.core.$ZodType): Knowledge {
    const listed = knownValuesOf(schema);
    if (listed) return oneOf(new Set(listed));
    const { def } = (schema as z.core.$ZodTypes)._zod;
    switch (def.type) {
      case 'object':
        return this.object(schema, def);
      case 'record':
        return this.record(def);
      case 'array':
        return listOf(() => this.of(def.element));
      case 'tuple':
        return tupleOf(
          () => def.items.map((item) => this.of(item)),
          () => (def.rest ? this.of(def.rest) : undefined),
        );
      case 'union':
        return anyOf(def.options.map((option) => this.of(option)));
      case 'intersection':
        return bothOf(this.of(def.left), this.of(def.right));
      case 'enum':
      case 'literal':
        return oneOf(schema._zod.values ?? new Set());
      case 'nullable': {
        const inner = this.of(def.innerType);
        return { ...inner, fit: (value) => (value === null ? 2 : inner.fit(value)) };
      }
      case 'optional':
      case 'default':
      case 'prefault':
      case 'catch':
      case 'readonly':
      case 'nonoptional':
        return this.of(def.innerType);
      case 'pipe':
        return this.of(def.in);
      case 'lazy':
        return this.of((schema as z.core.$ZodLazy)._zod.innerType);
      case 'string':
      case 'number':
      case 'boolean':
        return whole((value) => typeof value === def.type || def.coerce === true);
      case 'null':
        return whole((value) => value === null);
      case 'never':
        return whole(() => false);
      default:
        return whole(() => true);
    }
  }

  private object(schema: z.core.$ZodType, { shape, catchall }: DefOf<z.core.$ZodObject>): Knowledge {
    return objectOf(
      {
        named: () => new Map(Object.entries(shape).map(([name, field]) => [name, this.of(field)])),
        rest: () => (isOfItsOwn(catchall) ? this.of(catchall) : undefined),
      },
      (value) => fitOf(value as Record<string, unknown>, schema._zod.propValues),
    );
  }

  private record({ keyType, valueType }: DefOf<z.core.$ZodRecord>): Knowledge {
    const names = keyType._zod.values ?? knownValuesOf(keyType);
    return objectOf(
      {
        named: () => new Map([...(names ?? [])].map((name) => [String(name), this.of(valueType)])),
        rest: () => (names ? undefined : this.of(valueType)),
      },
      () => 2,
    );
  }
}

/** A strict object refuses what it does not know, and a loose one keeps it: neither knows it. */
function isOfItsOwn(catchall: z.core.$ZodType | undefined): catchall is z.core.$ZodType {
  return catchall !== undefined && !['never', 'unknown', 'any'].includes(catchall._zod.def.type);
}

/** Whether an object has the literals that its kind has: `{ "type": "card" }`. */
function fitOf(value: Readonly<Record<string, unknown>>, literals: z.core.util.PropValues | undefined): Fit {
  for (const name in literals) if (!literals[name]?.has(value[name] as z.core.util.Primitive)) return 1;
  return 2;
}
