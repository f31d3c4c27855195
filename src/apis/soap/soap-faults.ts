import type { SoapFault } from './soap-envelope.js';

/** A fault as our errors tell of it. */
export interface FaultWords {
  readonly code: string;
  readonly message: string | undefined;
  readonly meaning: StandardMeaning | undefined;
}

type StandardMeaning = 'authentication' | 'validation' | 'other';

/**
 * SOAP 1.1 (4.4.1) and SOAP 1.2 (part 1, 5.4.6). A fault of the service says nothing about repeating: many answer so to
 * whatever they do not take.
 */
const GENERAL: ReadonlyMap<string, StandardMeaning> = new Map([
  ['Client', 'validation'],
  ['Sender', 'validation'],
  ['Server', 'other'],
  ['Receiver', 'other'],
]);

/** WS-Security (SOAP Message Security 1.1, 12). */
const SECURITY = new Set([
  'FailedAuthentication',
  'FailedCheck',
  'InvalidSecurity',
  'InvalidSecurityToken',
  'MessageExpired',
  'SecurityTokenUnavailable',
]);

/** By these, HTTP says no more than that there is a fault (SOAP 1.1, 6.2; SOAP 1.2 part 2, table 20). */
const SAYS_NOTHING = new Set([200, 400, 500]);

/**
 * What a fault says. Its code is the first of its words that has a meaning in the description: the element in its
 * detail, its subcode, its code, and its text, where some services write their codes.
 * @param meanings of the description, by the words
 * @param status of the answer
 */
export function wordsOfFault(
  fault: SoapFault,
  meanings: Readonly<Record<string, unknown>> | undefined,
  status: number,
): FaultWords {
  const { detail, subcode, code = 'Fault', message } = fault;
  const words = [detail, subcode, code, message].filter((word) => word !== undefined);
  const known = words.find((word) => Object.hasOwn(meanings ?? {}, word));
  return {
    code: known ?? subcode ?? code,
    message: message === known ? undefined : message,
    meaning: standardMeaning(fault, status),
  };
}

function standardMeaning(
  { code = '', subcode = '' }: SoapFault,
  status: number,
): StandardMeaning | undefined {
  if (SECURITY.has(code) || SECURITY.has(subcode)) return 'authentication';
  const [general = ''] = code.split('.', 1); // Client.Authentication: from the general to the special
  return SAYS_NOTHING.has(status) ? GENERAL.get(general) : undefined;
}
