// oxlint-disable no-underscore-dangle -- `_zod` is where zod keeps what others may build on: https://zod.dev/library-authors
import { z } from 'zod';

/** The product's name of each field that has one of its own: `{ firstName: 'first_name' }`. */
type Names<Schema extends z.ZodObject> = Readonly<Record<string, keyof Schema['shape'] & string>>;

/** Takes away what would lose a field: two names for one, or a name that another field has. */
type OneToOne<Schema extends z.ZodObject, Given extends Names<Schema>> = {
  readonly [Name in keyof Given]: Name extends Exclude<keyof Schema['shape'], Given[keyof Given]>
    ? never
    : Given[Name] extends Given[Exclude<keyof Given, Name>]
      ? never
      : Given[Name];
};

type NameOf<Field, Given> = {
  [Name in keyof Given]: [Field] extends [Given[Name]] ? Name : never;
}[keyof Given];

type Renamed<Fields, Given> = {
  [
    Field in keyof Fields as [NameOf<Field, Given>] extends [never] ? Field : NameOf<Field, Given>
  ]: Fields[Field];
};

/**
 * An object of the API under the product's names. `object` is written in the API's words, so that what is wrong with an
 * answer is told in them; what is wrong with an input is told in the product's.
 *
 *     const User = renamed(z.object({ user_id: z.string(), born: isoDate() }), { id: 'user_id' });
 *
 * Fields without a name of their own keep theirs. Objects within it are renamed where they stand. Fields that `object`
 * does not have are dropped; a loose object keeps them, unless the product has given their name to another.
 */
export function renamed<Schema extends z.ZodObject, const Given extends Names<Schema>>(
  object: Schema,
  names: Given & OneToOne<Schema, Given>,
): z.ZodType<Renamed<z.output<Schema>, Given>, z.input<Schema>> {
  const productNames = new Map(Object.keys(object.shape).map((field) => [field, field]));
  for (const [name, field] of Object.entries<string>(names)) productNames.set(field, name);
  const apiNames = new Map([...productNames].map(([field, name]) => [name, field]));
  return new RenamedCodec({
    type: 'pipe',
    in: object,
    out: z.custom(),
    transform: renaming(productNames),
    reverseTransform: renaming(apiNames),
    productNames,
  }) as unknown as z.ZodType<Renamed<z.output<Schema>, Given>, z.input<Schema>>;
}

interface RenamedDef extends z.core.$ZodCodecDef {
  readonly productNames: ReadonlyMap<unknown, string>;
}

/** A codec that names the fields of an input as the product does when they are wrong. */
const RenamedCodec = z.core.$constructor<z.ZodCodec, RenamedDef>('RenamedCodec', (codec, def) => {
  z.ZodCodec.init(codec, def);
  const { parse } = codec._zod;
  codec._zod.parse = (payload, context) => {
    const result = parse(payload, context);
    if (context.direction !== 'backward') return result;
    return result instanceof Promise ? result.then(inProductWords) : inProductWords(result);
  };

  function inProductWords(result: z.core.ParsePayload): z.core.ParsePayload {
    for (const { path } of result.issues) {
      const name = def.productNames.get(path?.[0]);
      if (path && name !== undefined) path[0] = name;
    }
    return result;
  }
});

function renaming(names: ReadonlyMap<string, string>): (fields: unknown) => unknown {
  // What stands under these names would be lost, or would change what the object is.
  const taken = new Set([...names.values(), '__proto__']);
  const isUnknown = (field: string) => !names.has(field) && !taken.has(field);
  return (fields) => {
    // The schema says what is wrong with it.
    if (!isObject(fields)) return fields;
    const result: Record<string, unknown> = {};
    for (const [from, to] of names) if (from in fields) result[to] = fields[from];
    for (const field in fields) if (isUnknown(field)) result[field] = fields[field];
    return result;
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
