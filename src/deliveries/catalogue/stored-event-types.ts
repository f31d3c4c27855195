import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { Prisma, type EventType } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { isEventType } from '../events/event-type-names.js';
import type { CatalogueDescription, CatalogueEntry } from './catalogue-entry.js';

/** How long a type is believed to be what it was, in ms: other processes may change it. */
const LIFE_MS = 10_000;
/** Types remembered at once, with names that are none. */
const MAX_TYPES = 5_000;

/** A type to put in, whose form is checked. */
type NewStoredType = CatalogueDescription & Pick<CatalogueEntry, 'name'>;

const jsonSchema = z.record(z.string(), z.unknown()).nullable();

/** The types of events that were put into the catalogue by the API. */
@Injectable()
export class StoredEventTypes {
  private readonly reads = new LRUCache<string, Promise<CatalogueEntry | undefined>>({
    max: MAX_TYPES,
    ttl: LIFE_MS,
  });

  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: AuditLog,
  ) {}

  /** As they are now, by name. */
  async list(): Promise<CatalogueEntry[]> {
    const rows = await this.prisma.eventType.findMany({ orderBy: { name: 'asc' } });
    return rows.map(readEntry);
  }

  /** As it is now. `name` may be anything that somebody typed. */
  async get(name: string): Promise<CatalogueEntry | undefined> {
    if (!isEventType(name)) return undefined;
    const row = await this.prisma.eventType.findUnique({ where: { name } });
    return row ? readEntry(row) : undefined;
  }

  /** As it was at most ten seconds ago: every event that is published asks. Those that ask at once share a read. */
  getRecent(name: string): Promise<CatalogueEntry | undefined> {
    const known = this.reads.get(name);
    if (known) return known;
    const read = this.get(name);
    this.reads.set(name, read);
    read.catch(() => {
      if (this.reads.peek(name) === read) this.reads.delete(name); // its error goes to those who wait for it
    });
    return read;
  }

  /** Makes it, or puts another in its place. */
  async put(
    { name, schema, example, versions, ...rest }: NewStoredType,
    actor: Actor,
  ): Promise<CatalogueEntry> {
    const words = { ...rest, schema: asJson(schema), example: asJson(example), versions: [...versions] };
    const row = await this.prisma.$transaction(async (tx) => {
      await this.audit.note({ actor, action: 'event_type.put', target: targetOf(name) }, tx);
      return tx.eventType.upsert({
        where: { name },
        create: { name, ...words },
        update: { ...words, updatedAt: new Date() },
      });
    });
    this.reads.delete(name);
    return readEntry(row);
  }

  /** @returns whether there was one */
  async remove(name: string, actor: Actor): Promise<boolean> {
    if (!isEventType(name)) return false;
    const removed = await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.eventType.deleteMany({ where: { name } });
      if (count === 0) return false;
      await this.audit.note({ actor, action: 'event_type.removed', target: targetOf(name) }, tx);
      return true;
    });
    this.reads.delete(name);
    return removed;
  }
}

function readEntry(row: EventType): CatalogueEntry {
  return {
    name: row.name,
    description: row.description,
    schema: jsonSchema.parse(row.schema),
    example: row.example,
    versions: row.versions,
    deprecated: row.deprecated,
    definedIn: 'api',
  };
}

function targetOf(name: string): string {
  return `event_type:${name}`;
}

function asJson(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  const json: Prisma.InputJsonValue | null = JSON.parse(JSON.stringify(value));
  return json ?? Prisma.DbNull;
}
