import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import type { CallOptions } from '../contracts/calls.js';
import { IdempotencyConflictError, NotFoundError, OutcomeUnknownError } from '../contracts/errors.js';
import type { NotificationChannel, NotificationStatus } from '../contracts/notifications.js';
import { SYSTEM, type Actor } from '../platform/audit/audit-log.js';
import { derivedIdempotencyKey } from '../platform/context/request-context.js';
import { TimelineReferences } from '../platform/timeline/timeline-references.js';
import { Acceptance } from './accepting/acceptance.js';
import type { SendNotification, SendToMany } from './accepting/notification-request.js';
import {
  receiptOf,
  type NotificationEvent,
  type NotificationReceipt,
  type SentNotification,
} from './notification-receipt.js';
import { justAdded, type NewNotification } from './records/insert-statement.js';
import { NotificationRecords } from './records/notification-records.js';
import type { NotificationRow } from './records/notification-row.js';
import { Attempts } from './sending/attempts.js';
import { SendingAgain } from './sending/sending-again.js';
import { SendingNow } from './sending/sending-now.js';

const OPERATION = 'notifications.send';

/** The namespace of the keys of a batch's recipients; any constant UUID would do (RFC 9562, 5.5). */
const RECIPIENT_KEYS = 'a4f2f5a8-6f8d-4f43-9a0b-2d4b7b4b7a11';

/** How a notification is sent. The account to act for may stand here, as in every call, or with the recipient. */
export type NotifyOptions = Pick<CallOptions, 'idempotencyKey' | 'timeoutMs' | 'connectionId' | 'tenant'>;

/** Messages to people, by whichever provider is asked for: now, or durably. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly acceptance: Acceptance,
    private readonly records: NotificationRecords,
    private readonly sending: SendingNow,
    private readonly sendingAgain: SendingAgain,
    private readonly attempts: Attempts,
    private readonly references: TimelineReferences,
  ) {}

  /**
   * Sends a message once for one idempotency key. Within a handler of a webhook, a message without a key is sent once for
   * its event.
   * @throws ValidationError, NotFoundError, NotConfiguredError before anything is sent or kept
   * @throws IdempotencyConflictError when the key stands for another message
   * @throws whatever the last provider of the route threw, in mode `now`; OutcomeUnknownError when the message may have
   *   been sent all the same: it is looked up in the background, and goes on by its fallbacks if it has not arrived
   */
  async send(request: SendNotification, options: NotifyOptions = {}): Promise<SentNotification> {
    const key = options.idempotencyKey ?? derivedIdempotencyKey(OPERATION);
    const { connectionId = options.connectionId, tenant = options.tenant } = request;
    const wanted = await this.acceptance.accept({ ...request, connectionId, tenant }, key);
    this.references.note(request.references ?? {});
    if (wanted.mode === 'now') return this.sendNow(wanted, options);
    const added = await this.records.add([wanted]);
    return { ...receiptOf(await this.kept(wanted, added)), raw: undefined };
  }

  /**
   * Sends one message to many people, durably: by as few calls as its provider allows.
   * @returns a receipt for each recipient, in their order
   * @throws as {@link send}: when one recipient is wrong, nobody gets it
   */
  async sendToMany(
    { recipients, ...message }: SendToMany,
    options: Pick<NotifyOptions, 'idempotencyKey'> = {},
  ): Promise<NotificationReceipt[]> {
    const key = options.idempotencyKey ?? derivedIdempotencyKey(OPERATION);
    const requests = recipients.map(({ to, toName, data }) => ({
      ...message,
      to,
      mode: 'durable' as const,
      ...(toName !== undefined && { toName }),
      ...forRecipient(message, data),
    }));
    const wanted = await this.acceptance.acceptAll(requests, (index) =>
      key === undefined ? undefined : uuidv5(`${key}\n${index}`, RECIPIENT_KEYS),
    );
    this.references.note(message.references ?? {});
    const added = await this.records.add(wanted);
    const known = await this.existing(wanted.filter(({ id }) => !added.has(id)));
    return wanted.map((each) => receiptOf(known.get(each.idempotencyKey ?? '') ?? justAdded(each)));
  }

  /** How a provider's messages reach people. @throws NotFoundError for a provider that sends none */
  channelOf(provider: string): NotificationChannel {
    return this.attempts.notifierOf(provider).channel;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<NotificationReceipt> {
    return receiptOf(await this.row(id));
  }

  /** What has happened to one, oldest first. @throws NotFoundError */
  async history(id: string): Promise<NotificationEvent[]> {
    await this.row(id);
    return (await this.records.history(id)).map(({ type, provider, detail, occurredAt }) => ({
      type,
      provider: provider ?? undefined,
      detail: detail ?? undefined,
      occurredAt,
    }));
  }

  /** A page, newest first. `after` is the id of the last one seen. */
  async list(
    filter: { status?: NotificationStatus },
    limit: number,
    after?: string,
  ): Promise<NotificationReceipt[]> {
    return (await this.records.list(filter, limit, after)).map(receiptOf);
  }

  /**
   * Sends one again that was refused or rests in the dead letter, or tries a queued one right now.
   * @param actor who does it, for the audit log
   * @returns `undefined` when there is nothing to do: it is sent, or may be on its way
   * @throws NotFoundError
   */
  async sendAgain(id: string, actor: Actor = SYSTEM): Promise<NotificationReceipt | undefined> {
    await this.row(id);
    return (await this.sendingAgain.run(id, new Date(), actor)) ? this.get(id) : undefined;
  }

  private async sendNow(wanted: NewNotification, options: NotifyOptions): Promise<SentNotification> {
    const begun = this.sending.begin(wanted);
    const added = await this.records.add([begun]);
    if (added.has(begun.id)) return this.sending.run(justAdded(begun), options);
    const known = await this.kept(wanted, added);
    const again = await this.sending.takeUpAgain(known);
    if (again) return this.sending.run(again, options);
    const receipt = receiptOf(known);
    if (receipt.status !== 'queued') return { ...receipt, raw: undefined };
    throw new OutcomeUnknownError(
      `The message of this idempotency key is still on its way. See GET /v1/notifications/${known.id}.`,
      { provider: receipt.provider, operation: OPERATION },
    );
  }

  private async kept(wanted: NewNotification, added: ReadonlySet<string>): Promise<NotificationRow> {
    if (added.has(wanted.id)) return justAdded(wanted);
    const known = (await this.existing([wanted])).get(wanted.idempotencyKey ?? '');
    if (known) return known;
    throw new NotFoundError('The notification of this idempotency key was just deleted. Send it again.', {
      provider: 'any',
      operation: OPERATION,
    });
  }

  /** Those that had the keys before, by key. @throws IdempotencyConflictError where one is another message */
  private async existing(wanted: readonly NewNotification[]): Promise<Map<string, NotificationRow>> {
    if (wanted.length === 0) return new Map();
    const rows = await this.records.byKeys(wanted.flatMap(({ idempotencyKey }) => idempotencyKey ?? []));
    const byKey = new Map(rows.map((row) => [row.idempotencyKey ?? '', row]));
    for (const { idempotencyKey, fingerprint } of wanted) {
      const known = byKey.get(idempotencyKey ?? '');
      if (!known || known.fingerprint === fingerprint) continue;
      throw new IdempotencyConflictError(
        'The idempotency key was used before for another notification. Use a new key for a new message.',
        { provider: 'any', operation: OPERATION },
      );
    }
    return byKey;
  }

  private async row(id: string): Promise<NotificationRow> {
    const row = await this.records.get(id);
    if (row) return row;
    const message = `There is no notification ${JSON.stringify(id)}.`;
    throw new NotFoundError(message, { provider: 'any', operation: 'notifications.get' });
  }
}

/** A recipient's data fills the template: ours, or the provider's. */
function forRecipient({ providerTemplate }: Omit<SendToMany, 'recipients'>, data: SendNotification['data']) {
  if (!providerTemplate) return data === undefined ? {} : { data };
  return { providerTemplate: { ...providerTemplate, data: { ...providerTemplate.data, ...data } } };
}
