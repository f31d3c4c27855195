import type { JsonSchema } from './json-schema.js';
import { typesOf } from './json-schema.js';
import type { Schemas } from './schemas.js';

/** An alternative that is an object, as far as it matters for telling it from others. */
interface Alternative {
  readonly option: unknown;
  readonly object: JsonSchema;
}

/**
 * Alternatives of which the first that fits is the right one. A schema takes what it knows and drops the rest, so that of
 * two objects that nothing tells apart, the wrong one would lose properties: those become one object that has all of them.
 *
 * @param exclusive whether a value is one of them alone (`oneOf`), so that a required property tells them apart
 */
export function soundOptions(
  schemas: Schemas,
  options: readonly unknown[],
  { exclusive }: { exclusive: boolean },
): unknown[] {
  const objects = options.flatMap((option): Alternative[] => {
    const object = schemas.mergedObject(option);
    return object ? [{ option, object }] : [];
  });
  // Those that ask for most come first: what has less fits less often into them than they into it.
  const sorted = objects.toSorted((a, b) => requiredOf(b).length - requiredOf(a).length);
  const confusable = sorted.filter((one, index) =>
    sorted.some((other, at) => {
      if (at === index) return false;
      const [first, second] = index < at ? [one, other] : [other, one];
      return !rejects(schemas, first, second, exclusive);
    }),
  );
  const others = options.filter((option) => !objects.some((each) => each.option === option));
  const clear = sorted.filter((each) => !confusable.includes(each)).map(({ option }) => option);
  if (confusable.length === 0) return [...clear, ...others];
  return [...clear, oneOfAll(confusable), ...others];
}

/** Whether the first never takes what is meant for the second. */
function rejects(schemas: Schemas, first: Alternative, second: Alternative, exclusive: boolean): boolean {
  const theirs = second.object.properties ?? {};
  return requiredOf(first).some((name) => {
    const mine = first.object.properties?.[name];
    if (mine === undefined) return false;
    if (!Object.hasOwn(theirs, name)) return exclusive;
    const [here, there] = [schemas.followed(mine), schemas.followed(theirs[name])];
    const [tags, otherTags] = [tagsOf(here), tagsOf(there)];
    if (tags.length === 1 && otherTags.length > 0) return !otherTags.includes(tags[0]);
    const [types, otherTypes] = [typesOf(here), typesOf(there)];
    return types.length > 0 && otherTypes.length > 0 && !types.some((type) => otherTypes.includes(type));
  });
}

/** The constants that a property can be; none for all others. A single one is taken literally. */
function tagsOf({ const: constant, enum: values = [] }: JsonSchema): unknown[] {
  return constant === undefined ? values : [constant];
}

function requiredOf({ object: { required = [], properties = {} } }: Alternative): string[] {
  return required.filter((name) => Object.hasOwn(properties, name));
}

function oneOfAll(alternatives: readonly Alternative[]): object {
  const properties: Record<string, unknown> = {};
  for (const { object } of alternatives) {
    for (const [name, schema] of Object.entries(object.properties ?? {})) {
      const known = properties[name];
      properties[name] =
        known === undefined || JSON.stringify(known) === JSON.stringify(schema)
          ? schema
          : { anyOf: [known, schema] };
    }
  }
  const required = Object.keys(properties).filter((name) =>
    alternatives.every((each) => requiredOf(each).includes(name)),
  );
  const open = alternatives.some(
    ({ object }) => object.additionalProperties ?? object.properties === undefined,
  );
  const closed = alternatives.every(({ object }) => object.additionalProperties === false);
  const additionalProperties = open ? true : closed ? false : undefined;
  return { type: 'object', properties, required, additionalProperties };
}
