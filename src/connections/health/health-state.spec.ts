import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { ConnectionStatus } from '../../contracts/connections.js';
import { healthMessage } from './health-message.js';
import {
  ENDS_FOR_GOOD_SOON_MS,
  ENDS_SOON_MS,
  HEALTH_STATES,
  healthState,
  type HealthFacts,
  type HealthState,
} from './health-state.js';

const NOW = new Date('2026-06-01T12:00:00Z');
const inMs = (ms: number) => new Date(NOW.getTime() + ms);
const MINUTE = 60_000;

interface Case {
  status?: ConnectionStatus;
  endsInMs?: number;
  canRenew?: boolean;
  failures?: number;
  isHeldBack?: boolean;
  lacksScopes?: boolean;
}

function factsOf({ status = 'connected', canRenew = true, failures = 0, ...rest }: Case): HealthFacts {
  return {
    connection: {
      status,
      expiresAt: rest.endsInMs === undefined ? undefined : inMs(rest.endsInMs),
      refreshAt: canRenew ? inMs(MINUTE) : undefined,
      refreshFailures: failures,
    },
    isHeldBack: rest.isHeldBack ?? false,
    lacksScopes: rest.lacksScopes ?? false,
    now: NOW,
  };
}

const cases = fc.record<Case>(
  {
    status: fc.constantFrom<ConnectionStatus>('connected', 'needs_reauth', 'revoked', 'disconnected'),
    endsInMs: fc.integer({ min: -2 * ENDS_FOR_GOOD_SOON_MS, max: 2 * ENDS_FOR_GOOD_SOON_MS }),
    canRenew: fc.boolean(),
    failures: fc.nat(3),
    isHeldBack: fc.boolean(),
    lacksScopes: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe('The health of a connection', () => {
  it.each<[name: string, facts: Case, state: HealthState]>([
    ['an API key that never ends', { canRenew: false }, 'ok'],
    ['a token that is renewed in time', { endsInMs: 10 * MINUTE }, 'ok'],
    ['a token that ended while nobody used it', { endsInMs: -MINUTE }, 'ok'],
    ['a renewal that failed, long before the end', { endsInMs: ENDS_SOON_MS + 1, failures: 2 }, 'ok'],
    ['a renewal that failed, near the end', { endsInMs: ENDS_SOON_MS, failures: 1 }, 'expiring'],
    ['a renewal that still fails after the end', { endsInMs: 0, failures: 3 }, 'provider_down'],
    ['a week before a final end', { endsInMs: ENDS_FOR_GOOD_SOON_MS, canRenew: false }, 'expiring'],
    ['longer before it', { endsInMs: ENDS_FOR_GOOD_SOON_MS + 1, canRenew: false }, 'ok'],
    ['a final end', { endsInMs: 0, canRenew: false }, 'needs_reauth'],
    ['calls that are held back', { isHeldBack: true }, 'provider_down'],
    ['a permission that was not given', { lacksScopes: true }, 'scope_missing'],
    ['a refused token', { status: 'needs_reauth', isHeldBack: true, lacksScopes: true }, 'needs_reauth'],
    ['access withdrawn', { status: 'revoked', isHeldBack: true }, 'revoked'],
    ['a disconnected account', { status: 'disconnected', lacksScopes: true }, 'disconnected'],
    ['held back and near the end', { isHeldBack: true, endsInMs: MINUTE, failures: 1 }, 'provider_down'],
    ['near the end, without a permission', { endsInMs: MINUTE, failures: 1, lacksScopes: true }, 'expiring'],
    ['an end, whoever holds back', { endsInMs: 0, canRenew: false, isHeldBack: true }, 'needs_reauth'],
  ])('of %s', (_name, facts, state) => {
    expect(healthState(factsOf(facts))).toBe(state);
  });

  it('is always one state, and trouble on top never makes it sound better', () => {
    const rank = (facts: Case) => HEALTH_STATES.indexOf(healthState(factsOf(facts)));
    fc.assert(
      fc.property(cases, (facts) => {
        expect(rank(facts)).toBeGreaterThanOrEqual(0);
        expect(rank({ ...facts, isHeldBack: true })).toBeLessThanOrEqual(
          rank({ ...facts, isHeldBack: false }),
        );
        expect(rank({ ...facts, lacksScopes: true })).toBeLessThanOrEqual(
          rank({ ...facts, lacksScopes: false }),
        );
        expect(rank({ ...facts, failures: 1 })).toBeLessThanOrEqual(rank({ ...facts, failures: 0 }));
      }),
    );
  });

  it('is ok only while nothing is known against it', () => {
    fc.assert(
      fc.property(cases, (facts) => {
        fc.pre(healthState(factsOf(facts)) === 'ok');
        expect(facts).not.toMatchObject({ lacksScopes: true });
        expect(facts).not.toMatchObject({ isHeldBack: true });
        expect(facts.status ?? 'connected').toBe('connected');
      }),
    );
  });

  it.each(HEALTH_STATES)(
    'is told for %s in words of the customer, with the name of the provider',
    (state) => {
      for (const canRenew of [true, false]) {
        const { connection } = factsOf({ endsInMs: MINUTE, canRenew });
        const message = healthMessage(state, 'Slack', connection);
        expect(message).toContain('Slack');
        expect(message).not.toMatch(/token|scope|auth|oauth|refresh|circuit|credential|undefined/i);
      }
    },
  );

  it('names the day of a final end', () => {
    const { connection } = factsOf({ endsInMs: MINUTE, canRenew: false });
    expect(healthMessage('expiring', 'Slack', connection)).toContain('1 June 2026');
  });
});
