import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditLog, SYSTEM, type Actor } from '../../platform/audit/audit-log.js';
import { Prisma, type NotificationTemplate as Row } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { chatBlock, type Words } from '../records/message.js';

/** Words with places to fill in, under a name. */
export interface Template extends Words {
  readonly name: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const blocks = z.array(chatBlock);

/** The templates of the product. */
@Injectable()
export class Templates {
  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: AuditLog,
  ) {}

  /** All of them by name, or those after a name. */
  async list(limit: number, after?: string): Promise<Template[]> {
    const rows = await this.prisma.notificationTemplate.findMany({
      where: after === undefined ? {} : { name: { gt: after } },
      orderBy: { name: 'asc' },
      take: limit,
    });
    return rows.map(readTemplate);
  }

  async get(name: string): Promise<Template | undefined> {
    const row = await this.prisma.notificationTemplate.findUnique({ where: { name } });
    return row ? readTemplate(row) : undefined;
  }

  /**
   * Makes it, or puts another in its place. Notifications that were accepted already keep their words.
   * @param actor who does it, for the audit log
   */
  async put(
    name: string,
    { subject, text, html, blocks: parts }: Words,
    actor: Actor = SYSTEM,
  ): Promise<Template> {
    const words = {
      subject: subject ?? null,
      text: text ?? null,
      html: html ?? null,
      blocks: parts ?? Prisma.DbNull,
    };
    const row = await this.prisma.$transaction(async (tx) => {
      await this.audit.note({ actor, action: 'notification_template.put', target: targetOf(name) }, tx);
      return tx.notificationTemplate.upsert({
        where: { name },
        create: { name, ...words },
        update: { ...words, updatedAt: new Date() },
      });
    });
    return readTemplate(row);
  }

  /**
   * @param actor who does it, for the audit log
   * @returns whether there was one
   */
  async delete(name: string, actor: Actor = SYSTEM): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const { count } = await tx.notificationTemplate.deleteMany({ where: { name } });
      if (count === 0) return false;
      await this.audit.note({ actor, action: 'notification_template.removed', target: targetOf(name) }, tx);
      return true;
    });
  }
}

function targetOf(name: string): string {
  return `notification_template:${name}`;
}

function readTemplate({ name, subject, text, html, blocks: parts, createdAt, updatedAt }: Row): Template {
  return {
    name,
    subject: subject ?? undefined,
    text: text ?? undefined,
    html: html ?? undefined,
    blocks: parts === null ? undefined : blocks.parse(parts),
    createdAt,
    updatedAt,
  };
}
