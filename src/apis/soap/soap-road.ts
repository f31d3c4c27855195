import type { OutboundResponse } from '../../outbound/outbound-call.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { ApiErrors, ErrorMeaning } from '../errors/api-errors.js';
import { faultIn } from './soap-envelope.js';
import { wordsOfFault } from './soap-faults.js';

/** By these, the service works, and the call is wrong. */
const OF_THE_CALLER: ReadonlySet<ErrorMeaning | undefined> = new Set([
  'authentication',
  'permission',
  'not_found',
  'validation',
  'conflict',
  'unprocessable',
]);

/**
 * What SOAP says in a body where others have a status: all its faults may come as HTTP 500. One that is about the call is
 * not sent again, and opens no circuit.
 */
export function soapRefusals({ meanings = {} }: ApiErrors = {}): Pick<
  RoadPolicy,
  'retryHint' | 'isCallersFault' | 'refusesCredential'
> {
  const meaningOf = (response: OutboundResponse): ErrorMeaning | undefined => {
    const fault = faultIn(response);
    if (!fault) return undefined;
    const { code, meaning } = wordsOfFault(fault, meanings, response.status);
    return (Object.hasOwn(meanings, code) ? meanings[code] : meanings[response.status]) ?? meaning;
  };
  const isCallersFault = (response: OutboundResponse) => OF_THE_CALLER.has(meaningOf(response));
  return {
    isCallersFault,
    retryHint: (response) => (isCallersFault(response) ? false : undefined),
    refusesCredential: (response) => meaningOf(response) === 'authentication',
  };
}
