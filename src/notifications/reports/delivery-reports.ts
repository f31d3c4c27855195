import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Connections } from '../../connections/accounts/connections.service.js';
import type { DeliveryReport, Notifier, NotificationStatus } from '../../contracts/notifications.js';
import type { Transaction } from '../../platform/database/prisma.service.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { NotifierFacet } from '../../platform/facets/facets.js';
import { redactText } from '../../platform/logging/redaction.js';
import { WebhookHandlers } from '../../webhooks/handlers/webhook-handlers.js';
import { NotificationMetrics } from '../notification-metrics.js';
import { notificationOf } from '../records/notification-row.js';
import { route } from '../records/way.js';
import { Suppressions } from '../suppressions/suppressions.js';

/** How many events are taken in one transaction. */
const TOGETHER = 200;

/** What leads on from where: a later state is never taken back by an earlier one that arrives after it. */
const LEADS_FROM: Readonly<Record<NonNullable<DeliveryReport['status']>, readonly NotificationStatus[]>> = {
  sent: ['queued', 'dead'],
  delivered: ['queued', 'dead', 'sent'],
  bounced: ['queued', 'dead', 'sent', 'delivered'],
  failed: ['queued', 'dead', 'sent'],
};

/** What a batch of webhooks brings. */
interface ReportedEvents {
  readonly events: readonly {
    readonly provider: string;
    readonly type: string;
    readonly payload: unknown;
    /** The connected account whose webhook it is. */
    readonly connectionId: string | undefined;
  }[];
  readonly tx: Transaction;
}

/** The notification that a report is about. */
interface Reported {
  readonly id: string;
  /** JSON. */
  readonly route: unknown;
  readonly step: number;
}

/** Lets notifications follow what their providers' webhooks say of them. */
@Injectable()
export class DeliveryReportsHandler implements OnModuleInit {
  private notifiers = new Map<string, Notifier>();

  constructor(
    private readonly facets: FacetRegistry,
    private readonly handlers: WebhookHandlers,
    private readonly suppressions: Suppressions,
    private readonly metrics: NotificationMetrics,
    private readonly connections: Connections,
  ) {}

  onModuleInit(): void {
    this.notifiers = this.facets.find<Notifier>(NotifierFacet);
    for (const [provider, { reports }] of this.notifiers) {
      for (const type of reports?.types ?? []) {
        this.handlers.add(this, 'take', { provider, type, batch: TOGETHER, optional: true });
      }
    }
  }

  /** A handler of webhooks: all of it happens once for each event. */
  async take({ events, tx }: ReportedEvents): Promise<void> {
    for (const { provider, type, payload, connectionId } of events) {
      const report = this.notifiers.get(provider)?.reports?.read({ type, payload });
      if (!report) continue;
      const notification = await this.notificationFor(provider, report, tx);
      if (!(await this.mayReport(connectionId, notification))) continue;
      if (connectionId === undefined || isAbout(notification, report.suppress?.address)) {
        await this.suppress(provider, report, notification, tx);
      }
      if (notification) await this.apply(provider, report, notification, tx);
    }
  }

  /**
   * A connected account signs its own webhooks, and may write into them what it likes: it is believed about messages that
   * went out by it and those whom they went to, and about nobody else. The account of the environment is the product's own.
   */
  private async mayReport(connectionId: string | undefined, notification: Reported | null): Promise<boolean> {
    const way = notification && route.parse(notification.route)[notification.step];
    if (connectionId === undefined) return !way || (!way.connectionId && !way.tenant);
    if (!way) return false;
    if (way.connectionId !== undefined) return way.connectionId === connectionId;
    return way.tenant !== undefined && (await this.connections.get(connectionId, way.tenant)) !== undefined;
  }

  private async suppress(
    provider: string,
    { suppress, reason }: DeliveryReport,
    notification: Reported | null,
    tx: Transaction,
  ): Promise<void> {
    if (!suppress) return;
    const known = {
      ...(reason !== undefined && { detail: storable(reason) }),
      ...(notification && { notificationId: notification.id }),
    };
    const { address, reason: why } = suppress;
    await this.suppressions.add([{ address: storable(address), reason: why, provider, ...known }], tx);
  }

  private async apply(
    provider: string,
    report: DeliveryReport,
    notification: Reported,
    tx: Transaction,
  ): Promise<void> {
    const { status, occurredAt } = report;
    const reason = report.reason === undefined ? undefined : storable(report.reason);
    await tx.notificationEvent.create({
      data: {
        notificationId: notification.id,
        type: report.type,
        provider,
        detail: reason ?? null,
        occurredAt,
      },
    });
    if (status === undefined || !isAbout(notification, report.recipient)) return;
    const { count } = await tx.notification.updateMany({
      where: { id: notification.id, status: { in: [...LEADS_FROM[status]] } },
      data: {
        status,
        statusAt: occurredAt,
        provider,
        dueAt: null,
        attemptUntil: null,
        ...(status === 'bounced' || status === 'failed'
          ? { errorCode: 'UNPROCESSABLE', error: reason ?? report.type }
          : { errorCode: null, error: null }),
        ...('messageId' in report.message && { messageId: report.message.messageId }),
      },
    });
    if (count > 0) this.metrics.reported(provider, report);
  }

  private async notificationFor(
    provider: string,
    { message }: DeliveryReport,
    tx: Transaction,
  ): Promise<Reported | null> {
    const select = { id: true, route: true, step: true };
    if ('messageId' in message) {
      const { messageId } = message;
      return tx.notification.findFirst({ where: { provider, messageId }, select });
    }
    const id = notificationOf(message.reference);
    return id === undefined ? null : tx.notification.findUnique({ where: { id }, select });
  }
}

/** What another server has said: short, and of characters that PostgreSQL takes. */
function storable(text: string): string {
  return redactText(text).replaceAll('\0', '').slice(0, 500).toWellFormed();
}

/** Copies (cc, bcc) go under the reference of their message, too. */
function isAbout(notification: Reported | null, recipient: string | undefined): boolean {
  const to = notification && route.parse(notification.route)[notification.step]?.to;
  return recipient === undefined || to === undefined || recipient.toLowerCase() === to?.toLowerCase();
}
