import { Injectable } from '@nestjs/common';
import { requestId } from '../context/request-context.js';
import type { ActorKind, AuditEntry } from '../database/generated/client.js';
import { PrismaService, type Transaction } from '../database/prisma.service.js';

/** Who does something. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id?: string;
  /** As a person knows them: an e-mail address, the name of a key. */
  readonly name: string;
  /** Where the request came from. */
  readonly address?: string;
}

/** Hookline itself: jobs, webhooks; and the product's code, which runs in it, where it names nobody. */
export const SYSTEM: Actor = { kind: 'system', name: 'Hookline' };

/** Somebody at the command line of the machine. */
export const COMMAND_LINE: Actor = { kind: 'command_line', name: 'command line' };

/** Something that was done. */
export interface Deed {
  readonly actor: Actor;
  /** What, in the past: `connection.disconnected`. */
  readonly action: string;
  /** What it was done to: `connection:0198…`. */
  readonly target?: string;
  /** Nothing secret. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditFilter {
  action?: string;
  actorId?: string;
  target?: string;
}

/** Who did what. Entries are written once and never changed. */
@Injectable()
export class AuditLog {
  constructor(private readonly prisma: PrismaService) {}

  /** Notes a deed, within the transaction that does it where there is one. */
  async note({ actor, action, target, details = {} }: Deed, tx: Transaction = this.prisma): Promise<void> {
    await tx.auditEntry.create({
      data: {
        actorKind: actor.kind,
        actorId: actor.id ?? null,
        actor: actor.name,
        action,
        target: target ?? null,
        details,
        address: actor.address ?? null,
        requestId: requestId() ?? null,
      },
    });
  }

  /** A page of entries, newest first. `after` is the id of the last one seen. */
  list(filter: AuditFilter, limit: number, after?: string): Promise<AuditEntry[]> {
    return this.prisma.auditEntry.findMany({
      where: { ...filter, ...(after && { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }
}
