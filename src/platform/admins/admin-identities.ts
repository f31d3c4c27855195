import { Injectable } from '@nestjs/common';
import { AuditLog, type Actor } from '../audit/audit-log.js';
import type { Admin, AdminRole } from '../database/generated/client.js';
import { PrismaService, type Transaction } from '../database/prisma.service.js';
import { keepAnAdmin, lockAdmins } from './admins.service.js';

/** Somebody whom an issuer has signed in, and who may do so here. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** Verified by the issuer, in small letters. */
  readonly email: string;
  /** In which they may sign in. */
  readonly role: AdminRole;
  /** From where, for the audit log. */
  readonly address: string;
}

/** The admin, or why there is none: disabled here, or their e-mail address is another person's at that issuer. */
export type IdentifiedAdmin = { id: string; email: string } | 'disabled' | 'other_person';

/** The admins who sign in at an OpenID Connect issuer. */
@Injectable()
export class AdminIdentities {
  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The admin of an identity: by issuer and subject; the first time by e-mail address, which is then linked; added when
   * there is none. Their role becomes the identity's.
   * @throws ApiError CONFLICT when that would leave nobody who may change anything
   */
  async signingIn(identity: Identity): Promise<IdentifiedAdmin> {
    return this.prisma.$transaction(async (tx) => {
      // Two first sign-ins of one person at once are to find one another.
      await lockAdmins(tx);
      const admin = await this.find(tx, identity);
      if (admin === 'other_person') return admin;
      if (!admin) return this.add(tx, identity);
      if (admin.disabledAt) return 'disabled';
      if (admin.oidcSubject !== identity.subject || admin.oidcIssuer !== identity.issuer)
        await this.link(tx, admin, identity);
      if (admin.role !== identity.role) await this.changeRole(tx, admin, identity);
      return { id: admin.id, email: admin.email };
    });
  }

  private async find(
    tx: Transaction,
    { issuer, subject, email }: Identity,
  ): Promise<Admin | 'other_person' | undefined> {
    const linked = await tx.admin.findFirst({ where: { oidcIssuer: issuer, oidcSubject: subject } });
    if (linked) return linked;
    const found = await tx.admin.findUnique({ where: { email } });
    // The same address under another subject was given to somebody else. Under another issuer, the operator has moved.
    return found?.oidcIssuer === issuer ? 'other_person' : (found ?? undefined);
  }

  private async add(tx: Transaction, identity: Identity): Promise<IdentifiedAdmin> {
    const { issuer, subject, email, role } = identity;
    const added = await tx.admin.create({ data: { email, role, oidcIssuer: issuer, oidcSubject: subject } });
    await this.note(tx, added, identity, 'admin.created', { email, role, issuer });
    return { id: added.id, email };
  }

  private async link(tx: Transaction, admin: Admin, identity: Identity): Promise<void> {
    const { issuer, subject } = identity;
    await tx.admin.update({
      where: { id: admin.id },
      data: { oidcIssuer: issuer, oidcSubject: subject },
    });
    await this.note(tx, admin, identity, 'admin.oidc_linked', { email: admin.email, issuer });
  }

  private async changeRole(tx: Transaction, admin: Admin, identity: Identity): Promise<void> {
    const { role } = identity;
    await tx.admin.update({ where: { id: admin.id }, data: { role } });
    await keepAnAdmin(tx);
    await this.note(tx, admin, identity, 'admin.role_changed', { email: admin.email, role });
  }

  private async note(
    tx: Transaction,
    { id }: { id: string },
    { email, address }: Identity,
    action: string,
    details: Record<string, string>,
  ): Promise<void> {
    const actor: Actor = { kind: 'admin', id, name: email, address };
    await this.audit.note({ actor, action, target: `admin:${id}`, details }, tx);
  }
}
