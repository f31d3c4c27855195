import { describe, expect, it } from 'vitest';
import { CircuitOpenError, RateLimitError } from '../../contracts/errors.js';
import { TransportFailure, type FailureReason, type TransportFault } from '../transport/transport-failure.js';
import { circuitVerdict } from './circuit-verdict.js';

const about = { provider: 'stripe', operation: 'payments.create' };
const failed = (reason: FailureReason, fault: TransportFault = 'no_answer') =>
  new TransportFailure(fault, new Error(reason), reason);

describe('What an answer says about the provider', () => {
  it.each([
    [200, 'success'],
    [302, 'success'],
    [400, 'success'],
    [401, 'success'],
    [404, 'success'],
    [409, 'success'],
    [429, 'ignored'],
    [500, 'failure'],
    [501, 'success'],
    [502, 'failure'],
    [503, 'failure'],
    [504, 'failure'],
  ] as const)('HTTP %i: %s', (status, verdict) => {
    expect(circuitVerdict({ status })).toBe(verdict);
  });
});

describe('What an attempt without an answer says', () => {
  it.each([
    ['refused', 'not_sent', 'failure'],
    ['unreachable', 'not_sent', 'failure'],
    ['dns', 'not_sent', 'failure'],
    ['tls', 'not_sent', 'failure'],
    ['connect_timeout', 'not_sent', 'failure'],
    ['headers_timeout', 'no_answer', 'failure'],
    ['body_timeout', 'unreadable', 'failure'],
    ['reset', 'no_answer', 'failure'],
    ['reset', 'unreadable', 'failure'],
    ['protocol', 'no_answer', 'failure'],
    ['deadline', 'no_answer', 'failure'],
    ['deadline', 'unreadable', 'failure'],
    ['deadline', 'not_sent', 'ignored'],
    ['aborted', 'no_answer', 'ignored'],
    ['too_large', 'unreadable', 'ignored'],
    ['encoding', 'unreadable', 'ignored'],
  ] as const)('%s, %s: %s', (reason, fault, verdict) => {
    const outcome = { error: failed(reason, fault), abandoned: false, givenMs: 30_000 };
    expect(circuitVerdict(outcome)).toBe(verdict);
  });

  it.each([
    ['deadline', 'ignored'],
    ['headers_timeout', 'ignored'],
    ['reset', 'failure'],
  ] as const)('%s, in less than a second: %s', (reason, verdict) => {
    expect(circuitVerdict({ error: failed(reason), abandoned: false, givenMs: 999 })).toBe(verdict);
  });

  it.each([
    ['a limit of our own', new RateLimitError('full', about, 1_000), false],
    ['a circuit that opened', new CircuitOpenError('open', about, 1_000), false],
    ['a caller that gave up', failed('reset'), true],
    ['whatever else is thrown', 'a string', false],
  ])('nothing, for %s', (_name, error, abandoned) => {
    expect(circuitVerdict({ error, abandoned, givenMs: 30_000 })).toBe('ignored');
  });
});
