import { Injectable } from '@nestjs/common';
import { isPassword } from '../../platform/admins/password.js';
import { SignInLinks } from '../../platform/admins/sign-in-links.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { ConsoleSessions, type Browser } from './console-sessions.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** What became of a try: the token of the new session, a wrong e-mail address or password (which of them is not told), or a wait. */
export type SignIn =
  | { outcome: 'signed_in'; token: string }
  | { outcome: 'wrong' }
  | { outcome: 'too_many'; waitSeconds: number };

/** The ways in: a password, or a link. Each of them, and each that failed, is in the audit log. */
@Injectable()
export class SignInService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sessions: ConsoleSessions,
    private readonly links: SignInLinks,
    private readonly throttle: SignInThrottle,
    private readonly audit: AuditLog,
  ) {}

  /** Signs in by password. A disabled admin, like one who has no password, has only wrong ones. */
  async byPassword(typed: string, password: string, browser: Browser): Promise<SignIn> {
    const email = typed.trim().toLowerCase();
    const { address } = browser;
    // Both whether or not there is such an admin: how long the answer takes must not tell.
    const [admin, before] = await Promise.all([
      this.prisma.admin.findUnique({ where: { email, disabledAt: null } }),
      this.prisma.adminSession.count({ where: { address, admin: { email } } }),
    ]);
    const attempt = { email, address, known: before > 0 };
    const waitSeconds = await this.throttle.count(attempt);
    if (waitSeconds) return { outcome: 'too_many', waitSeconds };
    const right = await isPassword(password, admin?.passwordHash);
    if (!admin || !right) {
      await this.noteFailure(browser, admin?.email);
      return { outcome: 'wrong' };
    }
    await this.throttle.forgive(attempt);
    return { outcome: 'signed_in', token: await this.begin(admin, browser, 'password') };
  }

  /** Signs in by a link; one that is unknown, over or used is wrong. */
  async byLink(token: string, browser: Browser): Promise<SignIn> {
    const waitSeconds = await this.throttle.countAddress(browser.address);
    if (waitSeconds) return { outcome: 'too_many', waitSeconds };
    const admin = await this.links.use(token);
    if (!admin) {
      await this.noteFailure(browser);
      return { outcome: 'wrong' };
    }
    return { outcome: 'signed_in', token: await this.begin(admin, browser, 'link') };
  }

  private async begin(
    { id, email }: { id: string; email: string },
    browser: Browser,
    by: 'password' | 'link',
  ): Promise<string> {
    const token = await this.sessions.begin(id, browser);
    const actor = { kind: 'admin', id, name: email, address: browser.address } as const;
    await this.audit.note({ actor, action: 'admin.signed_in', target: `admin:${id}`, details: { by } });
    return token;
  }

  /** @param email of an account that there is: what else was typed may be a password in the wrong field */
  private async noteFailure({ address }: Browser, email?: string): Promise<void> {
    const actor = { kind: 'admin', name: email ?? 'unknown', address } as const;
    await this.audit.note({ actor, action: 'admin.sign_in_failed' });
  }
}
