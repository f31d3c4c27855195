import { Injectable } from '@nestjs/common';
import { AdminsService } from '../../platform/admins/admins.service.js';
import { PASSWORD_LENGTH, isPassword } from '../../platform/admins/password.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import type { ConsoleSession } from '../frame/session.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** So long after a sign-in, in ms, it counts for the present password: who forgot it comes in by a link and sets another. */
const FRESH_MS = 15 * 60_000;

export interface PasswordForm {
  readonly current: string;
  readonly password: string;
}

/** What is wrong with the form, by field. */
export type PasswordErrors = Partial<Record<keyof PasswordForm, string>>;

/** One's own password. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly prisma: PrismaService,
    private readonly admins: AdminsService,
    private readonly throttle: SignInThrottle,
  ) {}

  /** Whether the present password is to be typed: there is one, and the sign-in was a while ago. */
  async isAsked({ id, adminId }: ConsoleSession): Promise<boolean> {
    const count = await this.prisma.adminSession.count({
      where: {
        id,
        createdAt: { lt: new Date(Date.now() - FRESH_MS) },
        admin: { id: adminId, passwordHash: { not: null } },
      },
    });
    return count > 0;
  }

  /** Changes it, which ends one's other sessions; `undefined`, or what is wrong with the form. */
  async change(session: ConsoleSession, form: PasswordForm): Promise<PasswordErrors | undefined> {
    if (form.password.length < PASSWORD_LENGTH)
      return { password: `has at least ${PASSWORD_LENGTH} characters` };
    if (await this.isAsked(session)) {
      const problem = await this.problemOf(form.current, session);
      if (problem) return { current: problem };
    }
    await this.admins.setPassword(session.adminId, form.password, session.actor, session.id);
    return undefined;
  }

  /** A stolen session must not be a way to guess the password: these tries count, too. */
  private async problemOf(
    typed: string,
    { adminId, email, actor: { address = '' } }: ConsoleSession,
  ): Promise<string | undefined> {
    const attempt = { email, address, known: true };
    const waitSeconds = await this.throttle.count(attempt);
    if (waitSeconds) return `There were too many tries. Try again in ${waitSeconds} seconds.`;
    const admin = await this.prisma.admin.findUniqueOrThrow({ where: { id: adminId } });
    if (!(await isPassword(typed, admin.passwordHash))) return 'This is not your present password.';
    await this.throttle.forgive(attempt);
    return undefined;
  }
}
