/**
 * - `not_sent`: the request never left: refused connection, DNS, TLS, no free connection in time
 * - `no_answer`: it left, and no whole answer came back
 * - `unreadable`: a success (2xx) began to arrive, and its body could not be read to the end
 */
export type TransportFault = 'not_sent' | 'no_answer' | 'unreadable';

/** An attempt that ended without an answer. Stays inside the road: the retry interceptor decides what it means. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';

  constructor(
    readonly fault: TransportFault,
    cause: unknown,
  ) {
    super(describe(cause), { cause });
  }
}

/** A short reason such as `connect ECONNREFUSED 127.0.0.1:9`. Node's error for several addresses has only a code. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.message) return cause.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
