import type { IntegrationError } from '../../contracts/errors.js';
import { PrivateAddressError } from '../transport/private-addresses.js';
import { TransportFailure, type FailureReason } from '../transport/transport-failure.js';

type TimeoutReason = 'connect_timeout' | 'headers_timeout' | 'body_timeout' | 'deadline';

const WORDS: Readonly<Record<Exclude<FailureReason, TimeoutReason>, string>> = {
  refused: 'It refused the connection.',
  unreachable: 'It could not be reached.',
  dns: 'Its name could not be resolved.',
  tls: 'Its TLS certificate was not accepted, or the handshake failed',
  aborted: 'The attempt was given up.',
  reset: 'It closed the connection before it had answered.',
  too_large: 'Its answer had too large a head.',
  encoding: 'Its answer could not be decoded.',
  protocol: 'It did not answer in HTTP/1.1.',
  other: 'It could not be sent to, or did not answer in HTTP/1.1.',
};

/**
 * Why a receiver gave no answer, in a sentence for its owner.
 * @param error what the road threw
 */
export function whyUnanswered(error: IntegrationError): string {
  const chain = causes(error);
  // Without the address: our resolver may know names that are nobody else's business.
  if (chain.some((cause) => cause instanceof PrivateAddressError)) {
    return 'It is not called: it leads to an address that is not public.';
  }
  const failure = chain.find((cause) => cause instanceof TransportFailure);
  if (!failure) return error.message;
  const { reason, message, fault } = failure;
  switch (reason) {
    case 'connect_timeout':
      return 'It took no connection in time.';
    case 'headers_timeout':
    case 'body_timeout':
    case 'deadline':
      return fault === 'not_sent'
        ? 'It took no connection in time.'
        : 'It did not answer to the end in time.';
    case 'tls':
      return `${WORDS[reason]}: ${message}.`;
    default:
      return WORDS[reason];
  }
}

function causes(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}
