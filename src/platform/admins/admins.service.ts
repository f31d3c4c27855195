import { Injectable } from '@nestjs/common';
import { AuditLog, type Actor } from '../audit/audit-log.js';
import type { AdminRole } from '../database/generated/client.js';
import { PrismaService, type Transaction } from '../database/prisma.service.js';
import { ApiError } from '../http/api-error.js';
import { hashPassword } from './password.js';

/** An admin as others see them: everything but the password. */
export interface ListedAdmin {
  id: string;
  email: string;
  role: AdminRole;
  createdAt: Date;
  lastSignInAt: Date | null;
  disabledAt: Date | null;
  /** The issuer at which they sign in, once they did; `null` for who never has. */
  oidcIssuer: string | null;
}

const LISTED = {
  id: true,
  email: true,
  role: true,
  createdAt: true,
  lastSignInAt: true,
  disabledAt: true,
  oidcIssuer: true,
} as const;

/** The people of the console. Whatever is done to them is in the audit log. */
@Injectable()
export class AdminsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: AuditLog,
  ) {}

  /** All of them, the disabled ones too, the oldest first. */
  list(): Promise<ListedAdmin[]> {
    return this.prisma.admin.findMany({ select: LISTED, orderBy: { id: 'asc' } });
  }

  /** @throws ApiError NOT_FOUND */
  async get(id: string): Promise<ListedAdmin> {
    const found = await this.prisma.admin.findUnique({ where: { id }, select: LISTED });
    if (!found) throw new ApiError('NOT_FOUND', `There is no admin ${id}.`);
    return found;
  }

  /** @throws ApiError NOT_FOUND */
  async getByEmail(email: string): Promise<ListedAdmin> {
    const found = await this.prisma.admin.findUnique({
      where: { email: email.toLowerCase() },
      select: LISTED,
    });
    if (!found) throw new ApiError('NOT_FOUND', `There is no admin ${email}.`);
    return found;
  }

  /**
   * Adds somebody, who has no password yet: a sign-in link lets them in.
   * @throws ApiError CONFLICT when the e-mail address is taken
   */
  add(email: string, role: AdminRole, actor: Actor): Promise<ListedAdmin> {
    return this.prisma.$transaction(async (tx) => {
      // Not a caught error: a failed statement would end the transaction.
      const [added] = await tx.admin.createManyAndReturn({
        data: [{ email: email.toLowerCase(), role }],
        skipDuplicates: true,
        select: LISTED,
      });
      if (!added) throw new ApiError('CONFLICT', `${email} is there already.`);
      await this.audit.note(
        {
          actor,
          action: 'admin.created',
          target: `admin:${added.id}`,
          details: { email: added.email, role },
        },
        tx,
      );
      return added;
    });
  }

  /** An admin of this e-mail address who may sign in: added, made an admin, or let in again where that is needed. */
  async ensure(email: string, actor: Actor): Promise<ListedAdmin> {
    return this.prisma.$transaction(async (tx) => {
      await lockAdmins(tx);
      const found = await tx.admin.findUnique({ where: { email }, select: LISTED });
      if (found?.role === 'admin' && !found.disabledAt) return found;
      const data = { role: 'admin', disabledAt: null } as const;
      const ensured = await tx.admin.upsert({
        where: { email },
        create: { email, ...data },
        update: data,
        select: LISTED,
      });
      await this.noteChange(tx, ensured.id, { actor, action: found ? 'admin.enabled' : 'admin.created' });
      return ensured;
    });
  }

  /** @throws ApiError NOT_FOUND, or CONFLICT when nobody would be left who may change anything */
  async changeRole(id: string, role: AdminRole, actor: Actor): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      await lockAdmins(tx);
      await tx.admin.updateMany({ where: { id }, data: { role } });
      await keepAnAdmin(tx);
      await this.noteChange(tx, id, { actor, action: 'admin.role_changed', details: { role } });
    });
  }

  /**
   * Ends somebody's access at once: their sessions and links end with it.
   * @throws ApiError NOT_FOUND, or CONFLICT when nobody would be left who may change anything
   */
  async disable(id: string, actor: Actor): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      await lockAdmins(tx);
      await tx.admin.updateMany({ where: { id }, data: { disabledAt: new Date() } });
      await tx.adminSession.deleteMany({ where: { adminId: id } });
      await tx.signInLink.deleteMany({ where: { adminId: id } });
      await keepAnAdmin(tx);
      await this.noteChange(tx, id, { actor, action: 'admin.disabled' });
    });
  }

  /** Lets somebody in again. @throws ApiError NOT_FOUND */
  async enable(id: string, actor: Actor): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      await tx.admin.updateMany({ where: { id }, data: { disabledAt: null } });
      await this.noteChange(tx, id, { actor, action: 'admin.enabled' });
    });
  }

  /**
   * Forgets which person of the issuer they are: the next one who signs in there with their e-mail address is.
   * @throws ApiError NOT_FOUND
   */
  async unlink(id: string, actor: Actor): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      await tx.admin.updateMany({ where: { id }, data: { oidcIssuer: null, oidcSubject: null } });
      await tx.adminSession.deleteMany({ where: { adminId: id } });
      await tx.signInLink.deleteMany({ where: { adminId: id } });
      await this.noteChange(tx, id, { actor, action: 'admin.oidc_unlinked' });
    });
  }

  /**
   * Sets somebody's password, ends their sessions but one, where one is named, and the links that they have not used.
   * @throws ApiError NOT_FOUND
   */
  async setPassword(id: string, password: string, actor: Actor, exceptSessionId?: string): Promise<void> {
    const passwordHash = await hashPassword(password);
    await this.prisma.$transaction(async (tx) => {
      await tx.admin.updateMany({ where: { id }, data: { passwordHash } });
      await tx.adminSession.deleteMany({
        where: { adminId: id, ...(exceptSessionId && { id: { not: exceptSessionId } }) },
      });
      await tx.signInLink.deleteMany({ where: { adminId: id } });
      await this.noteChange(tx, id, { actor, action: 'admin.password_changed' });
    });
  }

  private async noteChange(
    tx: Transaction,
    id: string,
    deed: { actor: Actor; action: string; details?: Record<string, string> },
  ): Promise<void> {
    const changed = await tx.admin.findUnique({ where: { id }, select: { email: true } });
    if (!changed) throw new ApiError('NOT_FOUND', `There is no admin ${id}.`);
    const details = { email: changed.email, ...deed.details };
    await this.audit.note({ ...deed, target: `admin:${id}`, details }, tx);
  }
}

/** Two admins who disable one another at once must not both succeed. */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await tx.$executeRaw`LOCK TABLE admins IN SHARE ROW EXCLUSIVE MODE`;
}

/** @throws ApiError CONFLICT when nobody is left who may change anything */
export async function keepAnAdmin(tx: Transaction): Promise<void> {
  if (await tx.admin.count({ where: { role: 'admin', disabledAt: null } })) return;
  throw new ApiError('CONFLICT', 'This is the last admin. Make somebody else an admin first.');
}
