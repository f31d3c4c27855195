import { HubSpotApiError } from './errors.js';
import { normalise, PROPERTIES } from './properties.js';

/** Characters. */
const MAX_VALUE = 65_536;

const EMAIL = /^[^\s@,;<>()[\]"\\]+@(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+\p{L}{2,}$/u;

/** What is wrong with one property. */
interface Fault {
  readonly isValid: false;
  readonly message: string;
  /** HubSpot's word for it: `INVALID_EMAIL`. */
  readonly error: string;
  readonly name: string;
}

/** The properties as they are kept. @throws HubSpotApiError that names each one that cannot be written */
export function readProperties(given: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(given).map(([name, value]): [string, string] => [
    name,
    normalise(name, value),
  ]);
  const faults = entries.flatMap(([name, value]) => {
    const fault = faultOf(name, value);
    return fault ? [{ isValid: false as const, ...fault, name }] : [];
  });
  if (faults.length > 0) throw notValid(faults);
  return Object.fromEntries(entries);
}

/** In its message as in its parts, since HubSpot has both. */
export function notValid(faults: readonly Fault[]): HubSpotApiError {
  const message = `Property values were not valid: ${JSON.stringify(faults)}`;
  return new HubSpotApiError(400, 'VALIDATION_ERROR', message, {
    errors: faults.map((fault) => ({
      message: fault.message,
      code: fault.error,
      context: { propertyName: [fault.name] },
    })),
  });
}

function faultOf(name: string, value: string): Pick<Fault, 'message' | 'error'> | undefined {
  const property = PROPERTIES.get(name);
  if (!property) return { message: `Property "${name}" does not exist`, error: 'PROPERTY_DOESNT_EXIST' };
  if (property.readOnly) {
    return {
      message: `"${name}" is a read only property; its value cannot be set.`,
      error: 'READ_ONLY_VALUE',
    };
  }
  if (value === '') return undefined;
  if (value.length > MAX_VALUE) return { message: `Value is too long`, error: 'PROPERTY_VALUE_TOO_LONG' };
  if (name === 'email' && !EMAIL.test(value)) {
    return { message: `Email address ${value} is invalid`, error: 'INVALID_EMAIL' };
  }
  if (property.type === 'number' && !Number.isFinite(Number(value))) {
    return { message: `${value} was not a valid number.`, error: 'INVALID_INTEGER' };
  }
  if (property.options && !property.options.includes(value)) {
    return {
      message: `${value} was not one of the allowed options: [${property.options.join(', ')}]`,
      error: 'INVALID_OPTION',
    };
  }
  return undefined;
}
