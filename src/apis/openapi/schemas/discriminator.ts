import type { JsonSchema } from './json-schema.js';
import type { Schemas } from './schemas.js';

/**
 * An alternative with the constant by which it is told from the others, where only the mapping of the discriminator
 * says which (OpenAPI 3.1, 4.8.25). Without a mapping, names of schemas are not trusted to be what is sent.
 */
export function tagged(
  schemas: Schemas,
  option: unknown,
  discriminator: JsonSchema['discriminator'],
): unknown {
  const { $ref } = schemas.read(option);
  if ($ref === undefined || discriminator?.mapping === undefined) return option;
  const { propertyName, mapping } = discriminator;
  const [tag, second] = Object.keys(mapping).filter((each) => refersTo(mapping[each], $ref));
  const object = schemas.mergedObject(option);
  if (tag === undefined || second !== undefined || !object) return option;
  const property = schemas.followed(object.properties?.[propertyName]);
  if (property.const !== undefined || property.enum?.length === 1) return option;
  const constant = { ...property, enum: undefined, const: tag };
  return {
    allOf: [option, { type: 'object', properties: { [propertyName]: constant }, required: [propertyName] }],
  };
}

/** A mapping names a reference, or the schema alone. */
function refersTo(target: unknown, $ref: string): boolean {
  return target === $ref || `#/components/schemas/${String(target)}` === $ref;
}
