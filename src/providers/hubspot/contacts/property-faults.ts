import { z } from 'zod';
import {
  ConflictError,
  ValidationError,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../../contracts/errors.js';
import type { Refusal } from './refusal.js';

/** What HubSpot finds wrong with one property. */
export interface PropertyFault {
  /** Its internal name. */
  readonly property: string;
  /** HubSpot's word for what is wrong: `INVALID_EMAIL`. */
  readonly code: string;
  /** In HubSpot's words, which may quote the value. */
  readonly message: string;
}

/** The list within a message: `Property values were not valid: [{…}]`. */
const listed = z.array(
  z.looseObject({ name: z.string(), error: z.string(), message: z.string().default('') }),
);

const ISSUES: Readonly<Record<string, string>> = {
  PROPERTY_DOESNT_EXIST:
    'is no property of contacts in this HubSpot account: make it there, or correct the name',
  INVALID_EMAIL: 'must be an e-mail address that HubSpot takes',
  INVALID_OPTION: 'must be the internal value of one of the options that the property has in HubSpot',
  READ_ONLY_VALUE: 'cannot be written: HubSpot sets it itself',
};

/** Faults that lie in the property itself, whatever value it is given. */
const WITHOUT_REGARD_TO_VALUE = new Set(['PROPERTY_DOESNT_EXIST', 'READ_ONLY_VALUE']);

/** The faults that a refusal names, in whichever of its two ways: within its message, or beside it. */
export function readFaults({ message = '', errors }: Refusal): readonly PropertyFault[] {
  const beside = errors.flatMap(({ code, context, message: words }) => {
    const names = context['propertyName'] ?? [];
    return names.map((property) => ({ property, code: code ?? 'INVALID', message: words }));
  });
  if (beside.length > 0) return beside;
  const start = message.indexOf('[');
  if (start < 0) return [];
  try {
    const { data = [] } = listed.safeParse(JSON.parse(message.slice(start)));
    return data.map(({ name, error, message: words }) => ({ property: name, code: error, message: words }));
  } catch {
    return []; // another message with a bracket in it
  }
}

/** Values that HubSpot does not take. */
export class RefusedPropertiesError extends ValidationError {
  /** Truly private, so that no log of the error shows the values that HubSpot quotes. */
  readonly #faults: readonly PropertyFault[];

  private constructor(
    message: string,
    options: IntegrationErrorOptions,
    details: ValidationError['details'],
    faults: readonly PropertyFault[],
  ) {
    super(message, options, details);
    this.#faults = faults;
  }

  /** @param fieldOf where in our input a property stands */
  static of(
    faults: readonly PropertyFault[],
    options: IntegrationErrorOptions,
    fieldOf: (property: string) => string,
  ): IntegrationError {
    const details = faults.map(({ property, code }) => ({
      field: fieldOf(property),
      issue: ISSUES[code] ?? `is refused by HubSpot: ${code}`,
    }));
    const fields = details.map(({ field }) => field).join(', ');
    if (faults.every(({ code }) => code === 'CONFLICTING_UNIQUE_VALUE')) {
      const message = `HubSpot refused ${options.operation}: another contact has this value already. See ${fields}.`;
      return new ConflictError(message, options);
    }
    const message = `HubSpot refused ${options.operation}: see ${fields}.`;
    return new RefusedPropertiesError(message, options, details, faults);
  }

  /** Whether a contact with these properties is refused for certain, in whatever company it is sent. */
  isCertainFor(properties: Readonly<Record<string, string>>): boolean {
    return this.#faults.some(
      ({ property, code }) => WITHOUT_REGARD_TO_VALUE.has(code) && Object.hasOwn(properties, property),
    );
  }

  /** Whether this may be about a contact with these properties: it has one of them, with a value that is quoted. */
  mayBeAbout(properties: Readonly<Record<string, string>>): boolean {
    return this.#faults.some(({ property, message }) => {
      const value = properties[property];
      // What stands in brackets are the values that would have been allowed.
      return value ? message.split('[')[0]?.includes(value) : false;
    });
  }
}
