import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  NotFoundError,
  OutcomeUnknownError,
  ProviderUnavailableError,
  RateLimitError,
} from '../../contracts/errors.js';
import type { NotificationRow } from '../records/notification-row.js';
import { nextStep } from './next-step.js';
import { outcomeOf, type Outcome } from './outcome.js';
import type { Patience } from './patience.js';

const about = { provider: 'slack', operation: 'notifications.send' };
const NOW = Date.parse('2026-11-21T12:00:00Z');
const PATIENCE: Patience = { retryDelaysMs: [1_000, 2_000], lookDelaysMs: [500, 500, 500], lateMs: 60_000 };

const down: Outcome = { kind: 'failed', error: new ProviderUnavailableError('Slack is down.', about) };
const gone: Outcome = { kind: 'refused', error: new NotFoundError('No such channel.', about) };
const lost: Outcome = { kind: 'unknown', error: new OutcomeUnknownError('No answer.', about) };
const sent: Outcome = {
  kind: 'sent',
  message: {
    messageId: 'C1/1.1',
    provider: 'slack',
    channel: 'chat',
    to: 'C1',
    sentAt: new Date(NOW),
    raw: {},
  },
};

function row(wish: Partial<NotificationRow> = {}): NotificationRow {
  return {
    id: '01990000-0000-7000-8000-000000000001',
    status: 'queued',
    mode: 'durable',
    idempotencyKey: null,
    fingerprint: null,
    message: { text: 'Hello' },
    route: [
      {
        provider: 'slack',
        channel: 'chat',
        to: '#team',
      },
      {
        provider: 'sendgrid',
        channel: 'email',
        to: 'team@example.com',
      },
    ],
    step: 0,
    refusedSteps: [],
    attempts: 1,
    rounds: 0,
    looks: 0,
    dueAt: new Date(NOW),
    attemptFrom: new Date(NOW - 1e3),
    attemptUntil: new Date(NOW + 44e3),
    provider: null,
    messageId: null,
    errorCode: null,
    error: null,
    requestId: null,
    traceparent: null,
    createdAt: new Date(NOW),
    sentAt: null,
    statusAt: new Date(NOW),
    ...wish,
  };
}
const next = (outcome: Outcome, wish: Partial<NotificationRow> = {}, nowMs = NOW) =>
  nextStep(row(wish), outcome, nowMs, PATIENCE);

describe('a notification', () => {
  it('is sent, and done', () => {
    expect(next(sent)).toMatchObject({
      status: 'sent',
      provider: 'slack',
      messageId: 'C1/1.1',
      open: false,
      dueAt: null,
    });
  });

  it('goes on by its fallback at once when the first way fails, and comes back to it later', () => {
    expect(next(down)).toMatchObject({ status: 'queued', step: 1, rounds: 0, dueAt: new Date(NOW) });
    const again = next(down, { step: 1 });
    expect(again).toMatchObject({ status: 'queued', step: 0, rounds: 1, open: false });
    const waitMs = Number(again.dueAt) - NOW;
    expect(waitMs).toBeGreaterThanOrEqual(500);
    expect(waitMs).toBeLessThanOrEqual(1_000);
  });

  it('does not try again what was refused for good', () => {
    expect(next(gone)).toMatchObject({ step: 1, refusedSteps: [0] });
    expect(next(down, { step: 1, refusedSteps: [0] })).toMatchObject({ step: 1, rounds: 1 });
    expect(next(gone, { step: 1, refusedSteps: [0] })).toMatchObject({ status: 'failed', dueAt: null });
  });

  it('rests in the dead letter after its last round', () => {
    const settlement = next(down, { step: 1, rounds: 2 });
    expect(settlement).toMatchObject({ status: 'dead', dueAt: null, errorCode: 'PROVIDER_UNAVAILABLE' });
    expect(settlement.history.map(({ type }) => type)).toEqual(['attempt_failed', 'dead']);
  });

  it('waits for its turn without losing a round where only a limit holds it back', () => {
    const limited: Outcome = { kind: 'failed', error: new RateLimitError('Slower.', about, 7_000) };
    expect(next(limited)).toMatchObject({ step: 0, rounds: 0, dueAt: new Date(NOW + 7_000), history: [] });
  });

  it('is asked about while its outcome is unknown, and not sent', () => {
    expect(next(lost)).toMatchObject({ open: true, step: 0, dueAt: new Date(NOW + 500) });
    const unsure: Outcome = { kind: 'undecided', error: new Error('No access.') };
    expect(next(unsure)).toMatchObject({ open: true, looks: 1, dueAt: new Date(NOW + 500) });
    expect(next(unsure, { looks: 2 })).toMatchObject({ status: 'dead', open: false, dueAt: null });
  });

  it('is sent another way only when the lost one can no longer arrive', () => {
    expect(next({ kind: 'absent' })).toMatchObject({ open: true, dueAt: new Date(NOW + 104_000) });
    expect(next({ kind: 'absent' }, {}, NOW + 104_000)).toMatchObject({ open: false, step: 1 });
  });

  it('of mode now ends with its route', () => {
    expect(next(down, { mode: 'now' })).toMatchObject({ status: 'queued', step: 1 });
    expect(next(down, { mode: 'now', step: 1 })).toMatchObject({ status: 'failed', dueAt: null });
  });
});

describe('whatever happens', () => {
  const anyOutcome = fc.constantFrom<Outcome>(
    sent,
    down,
    gone,
    lost,
    { kind: 'absent' },
    {
      kind: 'undecided',
      error: new Error('No access.'),
    },
  );

  it('nothing is sent while an outcome is open, a refused way is never tried again, and it ends', () => {
    fc.assert(
      fc.property(
        fc.array(anyOutcome, { minLength: 60, maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        (outcomes, ways) => {
          let current = row({
            route: Array.from({ length: ways }, (_, way) => ({
              provider: `p${way}`,
              channel: 'chat' as const,
              to: 'x',
            })),
          });
          let nowMs = NOW;
          let attempts = 0;
          for (const outcome of outcomes) {
            const isLook = isOpen(current);
            if (isLook && ['failed', 'refused', 'unknown'].includes(outcome.kind)) continue;
            if (!isLook && ['absent', 'undecided'].includes(outcome.kind)) continue;
            if (!isLook) {
              attempts += 1;
              expect(current.refusedSteps).not.toContain(current.step);
            }
            const settlement = nextStep(current, outcome, nowMs, PATIENCE);
            if (settlement.status !== 'queued') {
              expect(settlement).toMatchObject({ open: false, dueAt: null });
              return;
            }
            expect(settlement.dueAt).not.toBeNull();
            nowMs = Math.max(nowMs, Number(settlement.dueAt));
            current = {
              ...current,
              ...settlement,
              refusedSteps: [...settlement.refusedSteps],
              errorCode: settlement.open ? 'OUTCOME_UNKNOWN' : null,
              attemptUntil: new Date(nowMs + 1_000),
            };
          }
          expect(attempts).toBeLessThanOrEqual(ways * (PATIENCE.retryDelaysMs.length + 1));
        },
      ),
    );
  });

  /** In this test, an error stands for an attempt that is open. */
  const isOpen = ({ errorCode }: NotificationRow) => errorCode !== null;
});

describe('what an error says about a message', () => {
  it.each([
    ['a provider that is down', new ProviderUnavailableError('Down.', about), 'failed'],
    ['a channel that is not there', new NotFoundError('No such channel.', about), 'refused'],
    ['an answer that was lost', new OutcomeUnknownError('Lost.', about), 'unknown'],
    ['a fault of our own, which may have come after it was sent', new TypeError('x is undefined'), 'unknown'],
  ])('%s', (_what, error, kind) => {
    expect(outcomeOf(error)).toMatchObject({ kind });
  });
});
