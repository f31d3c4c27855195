import { Injectable } from '@nestjs/common';
import { isPassword } from '../../platform/admins/password.js';
import { SignInLinks } from '../../platform/admins/sign-in-links.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { SecurityEvents } from '../../platform/security/security-events.js';
import { ConsoleSessions, type Browser } from './console-sessions.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** What became of a try: the token of the new session, a wrong e-mail address or password (which of them is not told), or a wait. */
export type SignIn =
  | { outcome: 'signed_in'; token: string }
  | { outcome: 'wrong' }
  | { outcome: 'too_many'; waitSeconds: number };

/** The ways in: a password, a link, or an issuer that vouches for somebody. Each of them, and each that failed, is in the audit log. */
@Injectable()
export class SignInService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sessions: ConsoleSessions,
    private readonly links: SignInLinks,
    private readonly throttle: SignInThrottle,
    private readonly audit: AuditLog,
    private readonly security: SecurityEvents,
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
    if (waitSeconds) return this.tooMany(browser, waitSeconds);
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
    if (waitSeconds) return this.tooMany(browser, waitSeconds);
    const admin = await this.links.use(token);
    if (!admin) {
      await this.noteFailure(browser);
      return { outcome: 'wrong' };
    }
    return { outcome: 'signed_in', token: await this.begin(admin, browser, 'link') };
  }

  /** Counts a try to come in by an issuer, which names nobody. Gives the wait, in seconds; 0 when there were not too many. */
  async countByIssuer(browser: Browser): Promise<number> {
    const waitSeconds = await this.throttle.countAddress(browser.address);
    if (waitSeconds) this.tooMany(browser, waitSeconds);
    return waitSeconds;
  }

  /** Signs in whom an issuer has vouched for. Gives the token of the new session. */
  async byIssuer(admin: { id: string; email: string }, browser: Browser): Promise<string> {
    await this.throttle.forgive({ email: admin.email, address: browser.address, known: true });
    return this.begin(admin, browser, 'oidc');
  }

  /**
   * Notes that somebody did not get in by an issuer.
   * @param email as the issuer has verified it
   */
  async refuseByIssuer(browser: Browser, why: string, email?: string): Promise<void> {
    await this.noteFailure(browser, email, { by: 'oidc', why });
  }

  private async begin(
    { id, email }: { id: string; email: string },
    browser: Browser,
    by: 'password' | 'link' | 'oidc',
  ): Promise<string> {
    const token = await this.sessions.begin(id, browser);
    const actor = { kind: 'admin', id, name: email, address: browser.address } as const;
    await this.audit.note({ actor, action: 'admin.signed_in', target: `admin:${id}`, details: { by } });
    return token;
  }

  private tooMany({ address }: Browser, waitSeconds: number): Extract<SignIn, { outcome: 'too_many' }> {
    this.security.note('throttled', { address });
    return { outcome: 'too_many', waitSeconds };
  }

  /** @param email of an account that there is: what else was typed may be a password in the wrong field */
  private async noteFailure(
    { address }: Browser,
    email?: string,
    details: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const actor = { kind: 'admin', name: email ?? 'unknown', address } as const;
    this.security.note('bad_sign_in', { address });
    await this.audit.note({ actor, action: 'admin.sign_in_failed', details });
  }
}
