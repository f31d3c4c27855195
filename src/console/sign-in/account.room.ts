import { Body, Get, HttpStatus, Inject, Param, Query, Redirect, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Page } from '../../platform/pages/page-headers.js';
import { OwnAction, Room } from '../frame/room.js';
import { Session, type ConsoleSession } from '../frame/session.js';
import { seeOther } from '../see-other.js';
import { ACCOUNT_DONE, AccountPage, type AccountDone } from './account-page.js';
import { ConsoleSessions } from './console-sessions.js';
import { oidcConfig, type OidcConfig } from './oidc/oidc.config.js';
import { OwnPassword, type PasswordErrors } from './own-password.js';
import { takeSessionCookie } from './session-cookie.js';

const ACCOUNT = '/console/account';

const doneQuery = z.object({ done: z.enum(ACCOUNT_DONE).optional().catch(undefined) });
const passwordForm = z.object({
  current: z.string().max(1000).default(''),
  password: z.string().max(1000).default(''),
});
const sessionId = z.uuid();

/** One's own account: sessions, password, and the way out. */
@Room('')
export class AccountRoom {
  constructor(
    private readonly sessions: ConsoleSessions,
    private readonly password: OwnPassword,
    private readonly audit: AuditLog,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
    @Inject(oidcConfig.token) private readonly oidc: OidcConfig,
  ) {}

  @Get('account')
  @Page()
  show(
    @Session() session: ConsoleSession,
    @Query({ schema: doneQuery }) { done }: z.output<typeof doneQuery>,
  ) {
    return this.page(session, { done });
  }

  @OwnAction('account/password')
  async changePassword(
    @Session() session: ConsoleSession,
    @Body({ schema: passwordForm }) form: z.output<typeof passwordForm>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (!this.oidc.passwords) {
      throw new ApiError('FORBIDDEN', 'Signing in by password is switched off (ADMIN_PASSWORD_SIGN_IN).');
    }
    const errors = await this.password.change(session, form);
    if (errors) {
      void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return this.page(session, { errors });
    }
    return void reply.redirect(seeOther(ACCOUNT, { done: 'password' }).url, HttpStatus.SEE_OTHER);
  }

  @OwnAction('account/sessions/:id/end')
  @Redirect()
  async end(@Session() session: ConsoleSession, @Param('id', { schema: sessionId }) id: string) {
    if (!(await this.sessions.end(session.adminId, id))) {
      throw new ApiError('NOT_FOUND', 'There is no such session of yours, or it has ended already.');
    }
    await this.noteEnd(session, id);
    return seeOther(ACCOUNT, { done: 'session' });
  }

  @OwnAction('account/sessions/end-others')
  @Redirect()
  async endOthers(@Session() session: ConsoleSession) {
    await this.sessions.endAll(session.adminId, session.id);
    await this.noteEnd(session, 'all others');
    return seeOther(ACCOUNT, { done: 'others' });
  }

  @OwnAction('sign-out')
  async signOut(@Session() session: ConsoleSession, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.end(session.adminId, session.id);
    await this.noteEnd(session, session.id);
    takeSessionCookie(reply, this.config.publicUrl);
    void reply.redirect('/console/sign-in', HttpStatus.SEE_OTHER);
  }

  private async page(
    session: ConsoleSession,
    shown: { done?: AccountDone | undefined; errors?: PasswordErrors },
  ) {
    const [sessions, asksPassword] = await Promise.all([
      this.sessions.list(session.adminId),
      this.password.isAsked(session),
    ]);
    return AccountPage({ session, sessions, asksPassword, passwords: this.oidc.passwords, ...shown });
  }

  private noteEnd({ actor, adminId }: ConsoleSession, session: string): Promise<void> {
    return this.audit.note({
      actor,
      action: 'admin.signed_out',
      target: `admin:${adminId}`,
      details: { session },
    });
  }
}
