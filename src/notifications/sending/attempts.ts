import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NotFoundError, UnprocessableError } from '../../contracts/errors.js';
import type {
  Notification,
  NotificationReference,
  Notifier,
  SendOptions,
} from '../../contracts/notifications.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { NotifierFacet } from '../../platform/facets/facets.js';
import { inSpan } from '../../platform/tracing/in-span.js';
import { messageFor } from '../records/message.js';
import { referenceOf, wayOf, type NotificationRow } from '../records/notification-row.js';
import { Suppressions } from '../suppressions/suppressions.js';
import { notificationSpan } from './notification-span.js';
import { outcomeOf, type Outcome } from './outcome.js';

/** How long one attempt may take, in ms. */
export const ATTEMPT_MS = 30_000;

const OPERATION = 'notifications.send';

/** Single attempts to send, and looks at what became of them. Nothing is written down here. */
@Injectable()
export class Attempts implements OnModuleInit {
  private notifiers = new Map<string, Notifier>();

  constructor(
    private readonly facets: FacetRegistry,
    private readonly suppressions: Suppressions,
  ) {}

  onModuleInit(): void {
    this.notifiers = this.facets.find<Notifier>(NotifierFacet);
  }

  /** All that are loaded, by provider. */
  get known(): ReadonlyMap<string, Notifier> {
    return this.notifiers;
  }

  /** @throws NotFoundError for a provider that is not loaded (any more) */
  notifierOf(provider: string): Notifier {
    const notifier = this.notifiers.get(provider);
    if (notifier) return notifier;
    const known = [...this.notifiers].map(([name, { channel }]) => `${name} (${channel})`).join(', ');
    const message = `There is no notifier ${JSON.stringify(provider)}. Known: ${known || 'none is loaded'}.`;
    throw new NotFoundError(message, { provider, operation: OPERATION });
  }

  /**
   * Sends one, by the way that is its turn. Never throws.
   * @param suppressed who among its recipients gets no e-mail
   */
  async send(
    row: NotificationRow,
    timeoutMs = ATTEMPT_MS,
    suppressed = this.suppressedAmong([row]),
  ): Promise<Outcome> {
    try {
      const refused = refusalFor(row, await suppressed);
      if (refused) return { kind: 'refused', error: refused };
      const { notifier, message } = this.prepare(row);
      const reference = referenceOf(row);
      const options = { ...actingFor(row), reference, idempotencyKey: reference, timeoutMs };
      return { kind: 'sent', message: await notifier.send(message, options) };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  /** Sends several, each in a call of its own. Never throws. @returns one outcome for each, in their order */
  sendEach(rows: readonly NotificationRow[]): Promise<Outcome[]> {
    const suppressed = this.suppressedAmong(rows);
    return Promise.all(
      rows.map((row) =>
        inSpan(notificationSpan('send notification', [row]), async (span) => {
          const outcome = await this.send(row, ATTEMPT_MS, suppressed);
          span.setAttribute('hookline.outcome', outcome.kind);
          return outcome;
        }),
      ),
    );
  }

  /**
   * Sends several that {@link batchKey} says may go together, in one call. Never throws.
   * @returns one outcome for each, in their order
   */
  sendTogether(rows: readonly NotificationRow[]): Promise<Outcome[]> {
    return inSpan(notificationSpan('send notifications', rows), () => this.sendBatch(rows));
  }

  private async sendBatch(rows: readonly NotificationRow[]): Promise<Outcome[]> {
    const outcomes = new Map<string, Outcome>();
    const messages = new Map<string, Notification & NotificationReference>();
    const [first] = rows;
    if (!first) return [];
    try {
      const notifier = this.notifierOf(wayOf(first).provider);
      for (const row of rows) {
        const message = { ...this.prepare(row).message, reference: referenceOf(row) };
        messages.set(row.id, message);
      }
      const suppressed = await this.suppressedAmong(rows);
      for (const row of rows) {
        const error = refusalFor(row, suppressed);
        if (!error) continue;
        outcomes.set(row.id, { kind: 'refused', error });
        messages.delete(row.id);
      }
      if (messages.size > 0) {
        const options: SendOptions = { ...actingFor(first), timeoutMs: ATTEMPT_MS };
        const sent = (await notifier.sendBatch?.([...messages.values()], options)) ?? [];
        [...messages.keys()].forEach((id, index) => {
          const outcome = sent[index];
          if (outcome && 'sent' in outcome) outcomes.set(id, { kind: 'sent', message: outcome.sent });
          else outcomes.set(id, outcomeOf(outcome?.error ?? new Error('The provider told no outcome.')));
        });
      }
    } catch (error) {
      for (const { id } of rows) if (!outcomes.has(id)) outcomes.set(id, outcomeOf(error));
    }
    return rows.map(({ id }) => outcomes.get(id) ?? outcomeOf(new Error('It was left out of its batch.')));
  }

  /** What those have in common that may go in one call; `undefined` for one that goes by itself. */
  batchKey(row: NotificationRow): string | undefined {
    const way = wayOf(row);
    const notifier = this.notifiers.get(way.provider);
    if (!notifier?.sendBatch || notifier.batchSize === undefined) return undefined;
    const { toName: _name, template, ...same } = row.message;
    if (same.cc?.length || same.bcc?.length) return undefined; // those who get copies count as well
    return JSON.stringify([way.provider, way.connectionId, way.tenant, template?.id, same]);
  }

  /** How many of these, which {@link batchKey} puts together, go in one call. */
  batchSizeOf([first]: readonly NotificationRow[]): number {
    return (first && this.notifiers.get(wayOf(first).provider)?.batchSize) ?? 1;
  }

  /** Asks the provider what became of the open attempt of one. Never throws. */
  async look(row: NotificationRow): Promise<Outcome> {
    try {
      const { notifier, message } = this.prepare(row);
      const { provider } = wayOf(row);
      if (!notifier.find || !row.attemptFrom) {
        const error = new Error(`${provider} cannot be asked what became of a message.`);
        return { kind: 'undecided', error };
      }
      const search = { reference: referenceOf(row), from: row.attemptFrom };
      const found = await notifier.find(message, search, { ...actingFor(row), timeoutMs: ATTEMPT_MS });
      return found ? { kind: 'sent', message: found } : { kind: 'absent' };
    } catch (error) {
      return { kind: 'undecided', error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  private prepare(row: NotificationRow): { notifier: Notifier; message: Notification } {
    const way = wayOf(row);
    const notifier = this.notifierOf(way.provider);
    return { notifier, message: messageFor(row.message, notifier.channel, way.to) };
  }

  private async suppressedAmong(rows: readonly NotificationRow[]): Promise<Suppressed> {
    const addresses = rows.flatMap(addressesOf);
    return addresses.length === 0 ? new Map() : this.suppressions.among(addresses);
  }
}

/** Addresses that get no e-mail, and why. */
type Suppressed = Awaited<ReturnType<Suppressions['among']>>;

function actingFor(row: NotificationRow): Pick<SendOptions, 'connectionId' | 'tenant'> {
  const { connectionId, tenant } = wayOf(row);
  return { ...(connectionId !== undefined && { connectionId }), ...(tenant !== undefined && { tenant }) };
}

/** Everybody who would get an e-mail. */
function addressesOf(row: NotificationRow): string[] {
  const { channel, to } = wayOf(row);
  if (channel !== 'email') return [];
  const { cc = [], bcc = [] } = row.message;
  return [to, ...[...cc, ...bcc].map(({ email }) => email)];
}

function refusalFor(row: NotificationRow, suppressed: Suppressed): UnprocessableError | undefined {
  const { provider } = wayOf(row);
  const reason = addressesOf(row)
    .map((address) => suppressed.get(address.toLowerCase()))
    .find(Boolean);
  if (reason === undefined) return undefined;
  const message =
    `A recipient is on the suppression list (${reason}), so that nothing was sent. If they want to be written to again, ` +
    'take them off it: DELETE /v1/suppressions/:address.';
  return new UnprocessableError(message, { provider, operation: OPERATION });
}
