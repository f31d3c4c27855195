import type { FastifyInstance } from 'fastify';
import { type Html, html } from '../../platform/pages/html.js';
import { type Page, sendPage, type StandIn } from '../pages/page.js';
import { pathParameter, seeOther } from '../server.js';
import type { AuthorizationServer } from './authorization-server.js';
import type { Account } from './consent.js';

/** What a sandbox shows at its root. */
export interface Index {
  readonly standIn: StandIn;
  readonly accounts: readonly Account[];
  /** The variables that lead to the real provider. */
  readonly variables: readonly string[];
  baseUrl(): string;
  /** What only this provider has. @default nothing */
  more?(): Html;
}

/** Serves the page that shows who has connected, where an account's owner can also take that back. */
export function serveIndex(server: FastifyInstance, authorization: AuthorizationServer, index: Index): void {
  server.get('/', (_request, reply) => sendPage(reply, index.standIn, indexPage(authorization, index)));

  server.post('/accounts/:id/revoke', (request, reply) => {
    authorization.endAll(pathParameter(request, 'id'), 'owner');
    return seeOther(reply, '/');
  });
}

function indexPage(authorization: AuthorizationServer, index: Index): Page {
  const { standIn, accounts, variables } = index;
  return {
    title: `${standIn.name} sandbox`,
    body: html`<h1>Hookline’s ${standIn.name} sandbox</h1>
      <p>
        It answers like ${standIn.name} and remembers what happened, so that you can develop without an
        account. To use the real ${standIn.name}, set
        ${variables.map((variable, position) => html`${position > 0 && ' and '}<code>${variable}</code>`)}.
      </p>
      <div class="card">
        <p>Address: <code>${index.baseUrl()}</code></p>
      </div>
      <h2>Accounts</h2>
      ${accounts.map((account) => accountCard(authorization, account))} ${index.more?.()}`,
  };
}

function accountCard(authorization: AuthorizationServer, { id, name, detail }: Account): Html {
  const grants = authorization.livingGrants(id);
  const scopes = [...new Set(grants.flatMap((grant) => grant.scopes))];
  return html`<div class="card">
    <p>
      <strong>${name}</strong> <span class="muted">${detail} · <code>${id}</code></span>
    </p>
    ${
      grants.length > 0
        ? html`<p class="good">Connected with Hookline${grants.length > 1 && ` ${grants.length} times`}.</p>
            <p class="muted">${scopes.map((scope) => html`<code>${scope}</code> `)}</p>
            <form method="post" action="/accounts/${id}/revoke">
              <button class="plain">Take Hookline’s access to ${name} away</button>
            </form>`
        : html`<p class="muted">Not connected.</p>`
    }
  </div>`;
}
