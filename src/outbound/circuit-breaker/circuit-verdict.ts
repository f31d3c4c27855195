import { TransportFailure, type FailureReason } from '../transport/transport-failure.js';

/** What an attempt says about the provider: it fails, it works, or nothing. */
export type CircuitVerdict = 'failure' | 'success' | 'ignored';

/** How an attempt ended, with what is needed to tell whose doing it was. */
export type CircuitOutcome =
  | { readonly status: number }
  | {
      readonly error: unknown;
      /** The caller gave up. */
      readonly abandoned: boolean;
      /** What was left of the deadline when the attempt left, in ms. */
      readonly givenMs: number;
    };

/** A time below this, in ms, says more about the caller's patience than about the provider. */
const FAIR_TIME_MS = 1_000;

/** Whose doing each failure is: the provider's, nobody's that we could tell, or a matter of how long we waited. */
const BLAME: Readonly<Record<FailureReason, 'provider' | 'nobody' | 'time'>> = {
  refused: 'provider',
  unreachable: 'provider',
  dns: 'provider',
  tls: 'provider',
  reset: 'provider',
  protocol: 'provider',
  other: 'provider',
  connect_timeout: 'time',
  headers_timeout: 'time',
  body_timeout: 'time',
  deadline: 'time',
  aborted: 'nobody',
  too_large: 'nobody',
  encoding: 'nobody',
};

/** Failures of the provider's own making open a circuit; 4xx, our own limits and callers that give up never do. */
export function circuitVerdict(outcome: CircuitOutcome): CircuitVerdict {
  if ('status' in outcome) return verdictOnStatus(outcome.status);
  const { error, abandoned, givenMs } = outcome;
  if (abandoned || !(error instanceof TransportFailure)) return 'ignored'; // a limit of our own: it did not leave
  const blame = BLAME[error.reason];
  if (blame !== 'time') return blame === 'provider' ? 'failure' : 'ignored';
  const waitedForSocket = error.reason === 'deadline' && error.fault === 'not_sent';
  return waitedForSocket || givenMs < FAIR_TIME_MS ? 'ignored' : 'failure';
}

/** Any answer below 500 shows a provider that is alive, and 501 that the call is wrong. A 429 is the limiter's affair. */
function verdictOnStatus(status: number): CircuitVerdict {
  if (status === 429) return 'ignored';
  return status >= 500 && status !== 501 ? 'failure' : 'success';
}
