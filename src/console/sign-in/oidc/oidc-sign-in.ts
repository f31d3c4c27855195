import { Inject, Injectable } from '@nestjs/common';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { IntegrationError } from '../../../contracts/errors.js';
import { refusalOf } from '../../../connections/flow/oauth-errors.js';
import { AdminIdentities } from '../../../platform/admins/admin-identities.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { LOGGER, type Logger } from '../../../platform/logging/logger.js';
import type { Browser } from '../console-sessions.js';
import { SignInService } from '../sign-in.service.js';
import type { OidcAttempt } from './oidc-attempts.js';
import { OidcIssuer } from './oidc-issuer.js';
import { oidcConfig, type OidcConfig } from './oidc.config.js';
import { roleOf } from './role-of.js';

/** Why somebody did not get in. */
export type OidcRefusal =
  | 'attempt_over'
  | 'declined'
  | 'issuer_unavailable'
  | 'not_trusted'
  | 'email_not_verified'
  | 'not_listed'
  | 'other_person'
  | 'disabled'
  | 'last_admin';

export type OidcOutcome =
  { outcome: 'signed_in'; token: string } | { outcome: 'refused'; why: OidcRefusal; email?: string };

/** Signing in at the issuer: begun here, decided there, and who may come in decided here again. */
@Injectable()
export class OidcSignIn {
  constructor(
    @Inject(oidcConfig.token) private readonly config: OidcConfig,
    private readonly issuer: OidcIssuer,
    private readonly identities: AdminIdentities,
    private readonly signIns: SignInService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Where the browser goes, and the attempt that it has to bring back; `undefined` when the issuer does not answer. */
  async begin(next: string): Promise<{ attempt: OidcAttempt; authorizationUrl: URL } | undefined> {
    const attempt = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      next,
    };
    try {
      return { attempt, authorizationUrl: await this.issuer.authorizationUrl(attempt) };
    } catch (error) {
      this.refusalFor(error);
      return undefined;
    }
  }

  /**
   * Ends an attempt.
   * @param attempt `undefined` when the browser brought none
   * @param parameters the query of the callback
   */
  async complete(
    attempt: OidcAttempt | undefined,
    parameters: URLSearchParams,
    browser: Browser,
  ): Promise<OidcOutcome> {
    const result = attempt ? await this.identify(attempt, parameters, browser) : refused('attempt_over');
    if ('why' in result) {
      await this.signIns.refuseByIssuer(browser, result.why, result.email);
      return result;
    }
    return { outcome: 'signed_in', token: await this.signIns.byIssuer(result, browser) };
  }

  private async identify(attempt: OidcAttempt, parameters: URLSearchParams, { address }: Browser) {
    const person = await this.issuer
      .person(parameters, attempt)
      .catch((error: unknown) => refused(this.refusalFor(error)));
    if ('why' in person) return person;
    const { issuer, subject, verifiedEmail: email } = person;
    if (!email) return refused('email_not_verified');
    const role = roleOf(email, this.config.people);
    if (!role) return refused('not_listed', email);
    try {
      const admin = await this.identities.signingIn({ issuer, subject, email, role, address });
      return typeof admin === 'string' ? refused(admin, email) : admin;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'CONFLICT') return refused('last_admin', email);
      throw error;
    }
  }

  /** The log says what the page does not: that is for who runs the service. */
  private refusalFor(error: unknown): OidcRefusal {
    if (!(error instanceof IntegrationError)) throw error;
    if (refusalOf(error)?.error === 'access_denied') return 'declined';
    this.logger.warn(
      { event: 'oidc_sign_in_failed', err: error },
      'The issuer of the admins did not sign somebody in',
    );
    return error.retryable ? 'issuer_unavailable' : 'not_trusted';
  }
}

function refused(why: OidcRefusal, email?: string): Extract<OidcOutcome, { outcome: 'refused' }> {
  return { outcome: 'refused', why, ...(email !== undefined && { email }) };
}
