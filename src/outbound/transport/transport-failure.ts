import { errors } from 'undici';
import { errorCode, errorMessage } from '../../platform/errors/error-facts.js';
import type { Deadline } from '../deadline.js';

/**
 * - `not_sent`: the request never left: refused connection, DNS, TLS, no free connection in time
 * - `no_answer`: it left, and no whole answer came back
 * - `unreadable`: a success (2xx) began to arrive, and its body could not be read to the end
 */
export type TransportFault = 'not_sent' | 'no_answer' | 'unreadable';

/** Why an attempt ended, as a word for errors and metrics. What it means for the call is in {@link TransportFault}. */
export type FailureReason =
  | 'refused'
  | 'unreachable'
  | 'dns'
  | 'tls'
  | 'connect_timeout'
  | 'headers_timeout'
  | 'body_timeout'
  /** The time of the whole call was up. */
  | 'deadline'
  /** The caller gave up. */
  | 'aborted'
  /** The connection broke; on a kept-alive one perhaps just as the provider closed it for being idle. */
  | 'reset'
  /** The answer is larger than what is read. */
  | 'too_large'
  /** The answer's `Content-Encoding` is unknown, or its body is not what it says. */
  | 'encoding'
  /** The answer is no HTTP/1.1. */
  | 'protocol'
  | 'other';

/** An attempt that ended without an answer. Stays inside the road: the retry interceptor decides what it means. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';

  constructor(
    readonly fault: TransportFault,
    cause: unknown,
    readonly reason: FailureReason = reasonOf(cause),
  ) {
    super(errorMessage(cause) || (errorCode(cause) ?? 'no message'), { cause });
  }
}

/** The failure of an attempt whose deadline is over. */
export function failureOf(deadline: Deadline, fault: TransportFault): TransportFailure {
  return new TransportFailure(fault, deadline.signal.reason, deadline.timedOut ? 'deadline' : 'aborted');
}

const REASONS: Readonly<Record<string, FailureReason>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ENOTFOUND: 'dns',
  ETIMEDOUT: 'connect_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  UND_ERR_HEADERS_OVERFLOW: 'too_large',
};

/** OpenSSL's names for a certificate that is not trusted (`x509_vfy.h`), Node's own, and a failed handshake. */
const TLS = /^(ERR_TLS|ERR_SSL|EPROTO$)|CERT|SIGNATURE|CRL|_CA$|HOSTNAME_MISMATCH/;

function reasonOf(cause: unknown): FailureReason {
  const code = errorCode(cause);
  if (code === undefined) return cause instanceof errors.HTTPParserError ? 'protocol' : 'other';
  if (code.startsWith('EAI_')) return 'dns';
  return REASONS[code] ?? (TLS.test(code) ? 'tls' : 'other');
}
