import { type Html, html } from '../../platform/pages/html.js';
import type { Page } from '../pages/page.js';
import type { AuthorizationRequest } from './authorization-request.js';
import type { Account, Consent } from './consent.js';

/** Asks for an account and for consent. The form goes back to the address of the page, which holds the request. */
export function consentPage(
  { standIn, choose, accounts, hint = '', isOptional = () => false }: Consent,
  { scopes, redirectUri, parameters }: AuthorizationRequest,
  problem?: string,
): Page {
  const meant = parameters[hint];
  const chosen = accounts.find(({ id, detail }) => id === meant || detail === meant) ?? accounts[0];
  return {
    title: `Allow access · ${standIn.name}`,
    narrow: true,
    leadsTo: [redirectUri],
    body: html`<h1>Hookline asks for access to your ${standIn.name} account</h1>
      ${problem !== undefined && html`<p class="error" role="alert">${problem}</p>`}
      <form method="post" class="card">
        <fieldset>
          <legend>${choose}</legend>
          ${accounts.map((account) => accountChoice(account, account === chosen))}
        </fieldset>
        <fieldset>
          <legend>It wants to use</legend>
          ${scopes.map((scope) => scopeChoice(scope, isOptional(scope)))}
        </fieldset>
        <button name="decision" value="allow">Allow</button>
        <button name="decision" value="cancel" class="plain">Cancel</button>
      </form>
      <p class="muted">Either way you go back to <code>${new URL(redirectUri).origin}</code>.</p>`,
  };
}

function accountChoice({ id, name, detail }: Account, chosen: boolean): Html {
  return html`<label class="choice">
    <input type="radio" name="account" value="${id}" required${chosen && html` checked`} />
    <span>${name}<br /><span class="muted">${detail}</span></span>
  </label>`;
}

function scopeChoice(scope: string, optional: boolean): Html {
  if (!optional) return html`<p><code>${scope}</code></p>`;
  return html`<label class="choice">
    <input type="checkbox" name="scope" value="${scope}" checked />
    <code>${scope}</code>
  </label>`;
}

/** Says why a request leads nowhere. */
export function refusalPage(problem: string): Page {
  return {
    title: 'This request is not valid',
    narrow: true,
    status: 400,
    body: html`<h1>This request is not valid</h1>
      <p class="error" role="alert">${problem}</p>
      <p class="muted">Nothing was granted. Go back, and look at how the app is configured.</p>`,
  };
}
