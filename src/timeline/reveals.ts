import { isUtf8 } from 'node:buffer';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditLog, type Actor } from '../platform/audit/audit-log.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { ApiError } from '../platform/http/api-error.js';
import { SecretRedaction } from '../platform/logging/secret-redaction.js';
import { unpackBody } from '../webhooks/ingest/stored-body.js';
import type { RevealableKind } from './timeline-entry.js';

/** Characters that are revealed at most. */
const MAX_LENGTH = 100_000;

/** What an entry holds. */
export interface Revealed {
  readonly kind: RevealableKind;
  readonly id: string;
  /** As it was stored, without secrets; usually JSON. */
  readonly content: string;
  /** Whether only its beginning is there. */
  readonly isCut: boolean;
}

/** Files are told of, not shown. */
const message = z.looseObject({
  attachments: z
    .array(
      z
        .looseObject({ base64: z.string() })
        .transform(({ base64, ...file }) => ({ ...file, size: base64.length })),
    )
    .optional(),
});

/** Shows what entries hold, to those who say why: each time is in the audit log before anything is shown. */
@Injectable()
export class Reveals {
  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: AuditLog,
    private readonly redaction: SecretRedaction,
  ) {}

  /**
   * The payload of a webhook, the data of an event, a notification's message, what the external API was given and gave.
   * Personal data is in it as it came; secrets are not.
   * @throws ApiError NOT_FOUND when there is none, or it was erased or pruned
   */
  async reveal(kind: RevealableKind, id: string, actor: Actor, reason: string): Promise<Revealed> {
    const content = await this.contentOf(kind, id);
    if (content === undefined) {
      const what = kind.replaceAll('_', ' ');
      throw new ApiError(
        'NOT_FOUND',
        `There is no ${what} ${id}, or what it held was erased or is past its time.`,
      );
    }
    await this.audit.note({
      actor,
      action: 'timeline.revealed',
      target: `${kind}:${id}`,
      details: { reason },
    });
    const text = this.redaction.redact(content);
    return { kind, id, content: text.slice(0, MAX_LENGTH).toWellFormed(), isCut: text.length > MAX_LENGTH };
  }

  private contentOf(kind: RevealableKind, id: string): Promise<string | undefined> {
    switch (kind) {
      case 'webhook':
        return this.payloadOf(id);
      case 'event':
        return this.dataOf(id);
      case 'notification':
        return this.messageOf(id);
      case 'external_request':
        return this.processingOf(id);
      default:
        return kind satisfies never;
    }
  }

  private async payloadOf(eventId: string): Promise<string | undefined> {
    const payload = await this.prisma.webhookPayload.findUnique({ where: { eventId } });
    if (!payload) return undefined;
    const body = Buffer.from(await unpackBody(payload));
    return isUtf8(body) ? body.toString('utf8') : `${body.length} bytes that are no text`;
  }

  private async dataOf(id: string): Promise<string | undefined> {
    const event = await this.prisma.publishedEvent.findUnique({ where: { id }, select: { data: true } });
    return event?.data;
  }

  private async messageOf(id: string): Promise<string | undefined> {
    const select = { route: true, message: true } as const;
    const found = await this.prisma.notification.findUnique({ where: { id }, select });
    return found ? JSON.stringify({ route: found.route, message: message.parse(found.message) }) : undefined;
  }

  private async processingOf(id: string): Promise<string | undefined> {
    const select = { data: true, result: true } as const;
    const found = await this.prisma.externalRequest.findUnique({ where: { id }, select });
    return found ? `{"data":${found.data ?? 'null'},"result":${found.result ?? 'null'}}` : undefined;
  }
}
