import { Field } from '../frame/parts.js';
import type { FilterQuery } from './filter-query.js';

export interface FilterField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** A choice of these; without any, a text. */
  readonly options?: readonly (readonly [value: string, label: string])[];
}

interface FilterFormProps {
  /** What is filtered, for screen readers: `Webhook events`. */
  readonly label: string;
  readonly fields: readonly FilterField[];
  readonly query: FilterQuery<unknown>;
}

/** The filter of a list. It goes into the address, so that a page can be kept and shared. */
export function FilterForm({ label, fields, query: { typed, errors } }: FilterFormProps): JSX.Element {
  const isSet = fields.some(({ name }) => typed[name] !== undefined);
  return (
    <form method="get" class="filter" role="search" aria-label={label}>
      {fields.map((field) => (
        <Field
          {...field}
          id={`filter-${field.name}`}
          value={typed[field.name] ?? ''}
          error={errors[field.name]}
        />
      ))}
      <div class="actions">
        <button>Filter</button>
        {isSet && (
          <a class="button quiet" href="?">
            Clear
          </a>
        )}
      </div>
    </form>
  );
}

/** The choices of a field: any, or one of these words. */
export function anyOf(words: readonly string[]): readonly (readonly [value: string, label: string])[] {
  return [['', 'any'], ...words.map((word) => [word, word.replaceAll('_', ' ')] as const)];
}
