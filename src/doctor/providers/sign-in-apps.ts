import { refreshTokenGrant } from 'openid-client';
import { OAuthClients } from '../../connections/flow/oauth-client.js';
import { isInvalidGrant, toIntegrationError } from '../../connections/flow/oauth-errors.js';
import {
  declaredAppsConfig,
  type DeclaredApps,
} from '../../connections/providers/generic/declared-apps.config.js';
import type { OAuthApp } from '../../contracts/connections.js';
import { AuthenticationError, IntegrationError } from '../../contracts/errors.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { OAuthAppFacet } from '../../platform/facets/facets.js';
import { within } from '../../platform/within.js';
import { fail, ok, skip, warn, type Finding } from '../finding.js';
import type { House } from '../house.js';
import { PROVIDER_WITHIN_MS } from '../patience.js';

const OPERATION = 'oauth.check';

/** Nobody's: the server refuses it, and before that the client, if it is not a good one. */
const NOBODYS_TOKEN = 'hookline-doctor';

/** Tries the OAuth application of each provider, all at once, with a refresh token that is nobody's: it grants nothing. */
export function trySignInApps(house: House, publicUrl: string): Promise<Finding>[] {
  const own = house.get(FacetRegistry, { strict: false }).find<OAuthApp>(OAuthAppFacet);
  const declared = house.get<DeclaredApps>(declaredAppsConfig.token, { strict: false });
  return [...own, ...declared]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([provider, app]) => trySignInApp(provider, app, house, `${publicUrl}/connect/callback`));
}

async function trySignInApp(
  provider: string,
  app: OAuthApp,
  house: House,
  redirectUrl: string,
): Promise<Finding> {
  const check = `${provider}.sign_in`;
  const variables = app.variables.join(' and ');
  if (!app.client) {
    const fix = `To connect accounts by consent, register ${redirectUrl} as redirect URL at ${app.title}, and set ${variables}.`;
    return skip(check, 'no OAuth app', fix);
  }
  const accepted = ok(check, `the OAuth app is known there; its redirect URL has to be ${redirectUrl}`);
  const provided = { name: provider, title: app.title, oauth: app, form: undefined };
  const ask = async () => {
    const clients = house.get(OAuthClients, { strict: false });
    await refreshTokenGrant(await clients.configurationOf(provided, OPERATION), NOBODYS_TOKEN);
  };
  try {
    await within(PROVIDER_WITHIN_MS, ask());
    return accepted;
  } catch (error) {
    if (isInvalidGrant(error)) return accepted;
    const known = toIntegrationError(error, { provider, operation: OPERATION });
    const why = errorMessage(known).replace(/\.$/, '');
    if (known instanceof AuthenticationError) return fail(check, why, `Correct ${variables}.`);
    if (!(known instanceof IntegrationError) || known.retryable) {
      return warn(
        check,
        `could not be asked: ${why}`,
        'See that this machine reaches its token endpoint, and try again.',
      );
    }
    return ok(
      check,
      `set, and neither refused nor accepted (${why}); its redirect URL has to be ${redirectUrl}`,
    );
  }
}
