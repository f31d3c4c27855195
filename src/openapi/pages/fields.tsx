import type { DescribedApi, DescribedSchema } from './described.js';

interface FieldsProps {
  readonly schema: DescribedSchema;
  readonly api: DescribedApi;
}

/** The fields of an object, each with its type; a list shows those of its items. */
export function Fields({ schema, api }: FieldsProps): JSX.Element {
  const shown = itemOf(followed(schema, api), api);
  const { properties, required = [] } = shown as {
    properties?: Record<string, DescribedSchema>;
    required?: string[];
  };
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
  const name =
    String(schema.$ref ?? '')
      .split('/')
      .at(-1) ?? '';
  return components.schemas[name] ?? schema;
}

/** What a page of a list is about. */
function itemOf(schema: DescribedSchema, api: DescribedApi): DescribedSchema {
  const { data } = (schema.properties ?? {}) as { data?: { items?: DescribedSchema } };
  return data?.items ? followed(data.items, api) : schema;
}

/** `string or null`, `integer, 1 to 100`, `Payment`, `list of string`. */
export function typeOf(schema: DescribedSchema, api: DescribedApi): string {
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? '';
  const choices = (schema.anyOf ?? schema.oneOf) as DescribedSchema[] | undefined;
  if (choices) return choices.map((choice) => typeOf(choice, api)).join(' or ');
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if ('const' in schema) return JSON.stringify(schema.const);
  const types = [schema.type ?? 'any JSON'].flat().map(String);
  if (types[0] === 'array') return `list of ${typeOf((schema.items ?? {}) as DescribedSchema, api)}`;
  const named = types.map((type) => (type === 'string' && schema.format ? String(schema.format) : type));
  return `${named.join(' or ')}${boundsOf(schema)}`;
}

function boundsOf({ minimum, maximum, minLength, maxLength }: DescribedSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `, ${String(minimum)} to ${String(maximum)}`;
  if (maxLength !== undefined) return `, ${String(minLength ?? 0)} to ${String(maxLength)} characters`;
  return '';
}

function wordsOf(field: DescribedSchema, api: DescribedApi): string {
  const about = field.description ?? followed(field, api).description ?? '';
  const byDefault = field.default === undefined ? '' : ` Without it: ${JSON.stringify(field.default)}.`;
  return `${String(about).replaceAll('`', '')}${byDefault}`.trim();
}
