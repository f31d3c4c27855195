import { Injectable } from '@nestjs/common';
import { OutcomeUnknownError } from '../../contracts/errors.js';
import { receiptOf, type SentNotification } from '../notification-receipt.js';
import type { NewNotification } from '../records/insert-statement.js';
import { NotificationRecords } from '../records/notification-records.js';
import { wayOf, type NotificationRow } from '../records/notification-row.js';
import { ATTEMPT_MS, Attempts } from './attempts.js';
import { Delivery } from './delivery.js';
import type { Settlement } from './next-step.js';
import type { Outcome } from './outcome.js';

/** Sends while the caller waits. What it begins is on record before it leaves, as with everything that is sent. */
@Injectable()
export class SendingNow {
  constructor(
    private readonly records: NotificationRecords,
    private readonly attempts: Attempts,
    private readonly delivery: Delivery,
  ) {}

  /** A new one with its first attempt begun. Should this process die, its job asks later what became of it. */
  begin(wanted: NewNotification): NewNotification & Pick<NotificationRow, 'attemptFrom' | 'attemptUntil'> {
    const from = new Date();
    const until = this.delivery.attemptUntil(from);
    return { ...wanted, dueAt: until, attempts: 1, attemptFrom: from, attemptUntil: until };
  }

  /** Begins anew what was refused before under the same key; `undefined` when it is sent, or may be on its way. */
  async takeUpAgain(row: NotificationRow): Promise<NotificationRow | undefined> {
    if (row.mode !== 'now' || row.status !== 'failed') return undefined;
    const from = new Date();
    const until = this.delivery.attemptUntil(from);
    return (await this.records.takeUpAgain(row.id, from, until)) ? this.records.get(row.id) : undefined;
  }

  /**
   * Goes through the route of one whose attempt has begun.
   * @throws what the last provider threw; OutcomeUnknownError while nobody knows whether it has arrived
   */
  async run(
    row: NotificationRow,
    { timeoutMs = ATTEMPT_MS }: { timeoutMs?: number },
  ): Promise<SentNotification> {
    let outcome = await this.attempts.send(row, Math.min(timeoutMs, ATTEMPT_MS));
    if (outcome.kind === 'unknown') outcome = await this.settled(row, outcome);
    const settlement = this.waitedFor(this.delivery.next(row, outcome));
    await this.records.settle([settlement]);
    const now: NotificationRow = {
      ...row,
      ...settlement,
      refusedSteps: [...settlement.refusedSteps],
      statusAt: settlement.status === row.status ? row.statusAt : new Date(),
      attemptUntil: settlement.open ? row.attemptUntil : null,
    };
    if (outcome.kind === 'sent') return { ...receiptOf(now), raw: outcome.message.raw };
    if (settlement.open) throw inDoubt(now, outcome);
    if (settlement.status === 'queued') {
      const from = new Date();
      const until = this.delivery.attemptUntil(from);
      const [next] = await this.records.begin([now], from, until, settlement.dueAt ?? from);
      if (next) return this.run(next, { timeoutMs });
    }
    throw 'error' in outcome ? outcome.error : new Error(`The notification ${row.id} was not sent.`);
  }

  /** Its next way is the caller's to try; a worker comes for it only when this process has died. */
  private waitedFor(settlement: Settlement): Settlement {
    if (settlement.status !== 'queued' || settlement.open) return settlement;
    return { ...settlement, dueAt: this.delivery.attemptUntil(new Date()) };
  }

  /** Looks at once: mostly only the answer was lost, and then nobody has to wait for the truth. */
  private async settled(row: NotificationRow, unknown: Outcome): Promise<Outcome> {
    const seen = await this.attempts.look(row);
    return seen.kind === 'sent' ? seen : unknown;
  }
}

function inDoubt(row: NotificationRow, outcome: Outcome): OutcomeUnknownError {
  const { provider } = wayOf(row);
  const cause = 'error' in outcome ? outcome.error : undefined;
  const message =
    `The message may have been sent all the same: ${cause?.message ?? `${provider} did not answer.`} It is being ` +
    `looked up: see GET /v1/notifications/${row.id}. Repeating it under the same idempotency key is safe.`;
  return new OutcomeUnknownError(message, { provider, operation: 'notifications.send', cause });
}
