import type { DescribedApi, DescribedSchema } from './described.js';

interface FieldsProps {
  readonly schema: DescribedSchema;
  readonly api: DescribedApi;
}

/** The fields of an object, each with its type; a list shows those of its items. */
export function Fields({ schema, api }: FieldsProps): JSX.Element {
  const shown = itemOf(followed(schema, api), api);
  const { properties, required = [] } = shown;
  if (!properties) return <></>;
  return (
    <dl class="fields">
      {Object.entries(properties).map(([name, field]) => (
        <>
          <dt>
            <code safe>{name}</code>{' '}
            <span class="type" safe>
              {`${typeOf(field, api)}${required.includes(name) ? '' : ', optional'}`}
            </span>
          </dt>
          <dd safe>{wordsOf(field, api)}</dd>
        </>
      ))}
    </dl>
  );
}

function followed(schema: DescribedSchema, { components }: DescribedApi): DescribedSchema {
  const name = schema.$ref?.split('/').at(-1) ?? '';
  return components.schemas[name] ?? schema;
}

/** What a page of a list is about. */
function itemOf(schema: DescribedSchema, api: DescribedApi): DescribedSchema {
  const items = schema.properties?.['data']?.items;
  return items ? followed(items, api) : schema;
}

/** `string or null`, `integer, 1 to 100`, `Payment`, `list of string`. */
export function typeOf(schema: DescribedSchema, api: DescribedApi): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? '';
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((choice) => typeOf(choice, api)).join(' or ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if ('const' in schema) return JSON.stringify(schema.const);
  const types = [schema.type ?? 'any JSON'].flat();
  if (types[0] === 'array') return `list of ${typeOf(schema.items ?? {}, api)}`;
  const named = types.map((type) => (type === 'string' ? (schema.format ?? type) : type));
  return `${named.join(' or ')}${boundsOf(schema)}`;
}

function boundsOf({ minimum, maximum, minLength, maxLength }: DescribedSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  if (maxLength !== undefined) return `, ${minLength ?? 0} to ${maxLength} characters`;
  return '';
}

function wordsOf(field: DescribedSchema, api: DescribedApi): string {
  const about = field.description ?? followed(field, api).description ?? '';
  const byDefault = field.default === undefined ? '' : ` Without it: ${JSON.stringify(field.default)}.`;
  return `${about.replaceAll('`', '')}${byDefault}`.trim();
}
