import { Injectable } from '@nestjs/common';
import type { SuppressionReason } from '../../contracts/notifications.js';
import { AuditLog, SYSTEM, type Actor } from '../../platform/audit/audit-log.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';

/** An address that is to be written to no more. */
export interface NewSuppression {
  readonly address: string;
  readonly reason: SuppressionReason;
  readonly provider?: string;
  readonly detail?: string;
  readonly notificationId?: string;
}

/** Who gets no more e-mail, whichever provider would send it. Upper and lower case are one. */
@Injectable()
export class Suppressions {
  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: AuditLog,
  ) {}

  /** Why, for those among the addresses that are on the list. */
  async among(addresses: readonly string[]): Promise<ReadonlyMap<string, SuppressionReason>> {
    const unique = [...new Set(addresses.map((address) => address.toLowerCase()))];
    const rows = await this.prisma.suppression.findMany({
      where: { address: { in: unique } },
      select: { address: true, reason: true },
    });
    return new Map(rows.map(({ address, reason }) => [address, reason]));
  }

  /** A page, the latest first. `after` is the address of the last one seen. */
  async list(limit: number, after?: string) {
    return this.prisma.suppression.findMany({
      orderBy: [{ createdAt: 'desc' }, { address: 'asc' }],
      take: limit,
      ...(after !== undefined && { cursor: { address: after.toLowerCase() }, skip: 1 }),
    });
  }

  get(address: string) {
    return this.prisma.suppression.findUnique({ where: { address: address.toLowerCase() } });
  }

  /** Puts addresses on the list; what is said of one first stays. */
  async add(suppressions: readonly NewSuppression[], tx: Transaction = this.prisma): Promise<void> {
    if (suppressions.length === 0) return;
    await tx.suppression.createMany({
      data: suppressions.map((each) => ({ ...each, address: each.address.toLowerCase() })),
      skipDuplicates: true,
    });
  }

  /** As {@link add}, for one that somebody enters: the audit log has who. */
  async enter(suppression: NewSuppression, actor: Actor): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      await this.add([suppression], tx);
      await this.audit.note(
        { actor, action: 'suppression.added', target: targetOf(suppression.address) },
        tx,
      );
    });
  }

  /**
   * @param actor who does it, for the audit log
   * @returns whether it was there
   */
  async remove(address: string, actor: Actor = SYSTEM): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const { count } = await tx.suppression.deleteMany({ where: { address: address.toLowerCase() } });
      if (count === 0) return false;
      await this.audit.note({ actor, action: 'suppression.removed', target: targetOf(address) }, tx);
      return true;
    });
  }
}

function targetOf(address: string): string {
  return `suppression:${address.toLowerCase()}`;
}
