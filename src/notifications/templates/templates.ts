import { Injectable } from '@nestjs/common';
import { z } from 'zod';
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
  constructor(private readonly prisma: PrismaService) {}

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

  /** Makes it, or puts another in its place. Notifications that were accepted already keep their words. */
  async put(name: string, { subject, text, html, blocks: parts }: Words): Promise<Template> {
    const words = {
      subject: subject ?? null,
      text: text ?? null,
      html: html ?? null,
      blocks: parts ?? Prisma.DbNull,
    };
    const row = await this.prisma.notificationTemplate.upsert({
      where: { name },
      create: { name, ...words },
      update: { ...words, updatedAt: new Date() },
    });
    return readTemplate(row);
  }

  /** @returns whether there was one */
  async delete(name: string): Promise<boolean> {
    const { count } = await this.prisma.notificationTemplate.deleteMany({ where: { name } });
    return count > 0;
  }
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
