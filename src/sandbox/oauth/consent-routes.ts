import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Page, sendPage } from '../pages/page.js';
import { readQuery, seeOther } from '../server.js';
import {
  type AuthorizationRequest,
  readAuthorizationRequest,
  redirectWith,
} from './authorization-request.js';
import type { AuthorizationServer } from './authorization-server.js';
import type { Consent } from './consent.js';
import { consentPage, refusalPage } from './consent-page.js';
import { AuthorizationRefusal } from './refusals.js';

/** Serves the page on which a person allows an app what it asks for, or does not. */
export function serveConsent(
  server: FastifyInstance,
  authorization: AuthorizationServer,
  consent: Consent,
): void {
  const show = (reply: FastifyReply, page: Page) => sendPage(reply, consent.standIn, page);

  server.get(consent.path, (request, reply) =>
    answer(request, reply, (asked) => show(reply, consentPage(consent, asked))),
  );

  server.post(consent.path, (request, reply) =>
    answer(request, reply, (asked) => {
      const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
      if (form.get('decision') !== 'allow') return seeOther(reply, redirectWith(asked, DENIAL));
      const account = consent.accounts.find(({ id }) => id === form.get('account'));
      if (!account) return show(reply, { ...consentPage(consent, asked, `${consent.choose}.`), status: 422 });
      const ticked = form.getAll('scope');
      const agreed = asked.scopes.filter((scope) => !consent.isOptional?.(scope) || ticked.includes(scope));
      const { redirectUri, challenge, nonce } = asked;
      const granted = consent.grant(asked, account, agreed);
      const approval = { account: account.id, redirectUri, challenge, nonce, ...granted };
      return seeOther(reply, redirectWith(asked, { code: authorization.approve(approval) }));
    }),
  );

  type Respond = (asked: AuthorizationRequest) => Promise<void>;

  async function answer(request: FastifyRequest, reply: FastifyReply, respond: Respond): Promise<void> {
    try {
      await respond(readAuthorizationRequest(authorization, readQuery(request), consent.scopeSeparator));
    } catch (error) {
      if (!(error instanceof AuthorizationRefusal)) throw error;
      await show(reply, refusalPage(error.message));
    }
  }
}

/** RFC 6749, 4.1.2.1. */
const DENIAL = { error: 'access_denied', error_description: 'The user did not consent.' };
