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
import { messageFor } from '../records/message.js';
import { referenceOf, wayOf, type NotificationRow } from '../records/notification-row.js';
import { Suppressions } from '../suppressions/suppressions.js';
import { outcomeOf, type Outcome } from './next-step.js';

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

  /** Sends one, by the way that is its turn. Never throws. */
  async send(row: NotificationRow, timeoutMs = ATTEMPT_MS): Promise<Outcome> {
    try {
      const { notifier, message } = this.prepare(row);
      const suppressed = await this.suppressed(message, notifier, wayOf(row).provider);
      if (suppressed) return { kind: 'refused', error: suppressed };
      const reference = referenceOf(row);
      const options = { ...actingFor(row), reference, idempotencyKey: reference, timeoutMs };
      return { kind: 'sent', message: await notifier.send(message, options) };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  /**
   * Sends several that {@link batchKey} says may go together, in one call. Never throws.
   * @returns one outcome for each, in their order
   */
  async sendTogether(rows: readonly NotificationRow[]): Promise<Outcome[]> {
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
      const suppressed = await this.suppressions.among([...messages.values()].flatMap(addressesOf));
      for (const [id, message] of messages) {
        const error = refusalFor(addressesOf(message), suppressed, wayOf(first).provider);
        if (!error) continue;
        outcomes.set(id, { kind: 'refused', error });
        messages.delete(id);
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
    return JSON.stringify([way.provider, way.connectionId, way.tenant, template?.id, same]);
  }

  /** How many of those that {@link batchKey} puts together go in one call. */
  batchSizeOf(provider: string): number {
    return this.notifiers.get(provider)?.batchSize ?? 1;
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

  private async suppressed(message: Notification, { channel }: Notifier, provider: string) {
    if (channel !== 'email') return undefined;
    const addresses = addressesOf(message);
    return refusalFor(addresses, await this.suppressions.among(addresses), provider);
  }
}

function actingFor(row: NotificationRow): Pick<SendOptions, 'connectionId' | 'tenant'> {
  const { connectionId, tenant } = wayOf(row);
  return { ...(connectionId !== undefined && { connectionId }), ...(tenant !== undefined && { tenant }) };
}

/** Everybody who would get an e-mail. */
function addressesOf({ to, cc = [], bcc = [] }: Notification): string[] {
  return [to, ...cc.map(({ email }) => email), ...bcc.map(({ email }) => email)];
}

function refusalFor(
  addresses: readonly string[],
  suppressed: ReadonlyMap<string, string>,
  provider: string,
): UnprocessableError | undefined {
  const reason = addresses.map((address) => suppressed.get(address.toLowerCase())).find(Boolean);
  if (reason === undefined) return undefined;
  const message =
    `A recipient is on the suppression list (${reason}), so that nothing was sent. If they want to be written to again, ` +
    'take them off it: DELETE /v1/suppressions/:address.';
  return new UnprocessableError(message, { provider, operation: OPERATION });
}
