import { z } from 'zod';
import { accessTokensConfig, type TrustedIssuer } from '../../platform/access-tokens/access-tokens.config.js';
import { fetchIssuerDocument } from '../../platform/access-tokens/issuer-fetch.js';
import { countIssuerKeys } from '../../platform/access-tokens/issuer-keys.js';
import type { Environment } from '../../platform/config/config-section.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { within } from '../../platform/within.js';
import { fail, ok, skip, type Finding } from '../finding.js';
import { PROVIDER_WITHIN_MS } from '../patience.js';

const metadata = z.object({ issuer: z.string(), authorization_endpoint: z.url() });

/** Whether those who vouch for callers of the API, and for admins, can be asked as each token and sign-in asks them. */
export function issuerFindings(environment: Environment): Promise<Finding[]> {
  const { trusted } = accessTokensConfig.read(environment);
  const { ADMIN_OIDC_ISSUER: admins } = environment;
  return Promise.all([
    trusted ? tokensFinding(trusted) : skip('jwt.issuer', 'JWT_ISSUER is not set: callers have API keys'),
    admins
      ? adminsFinding(admins)
      : skip('admin.oidc', 'ADMIN_OIDC_ISSUER is not set: admins have passwords or links'),
  ]);
}

async function tokensFinding(trusted: TrustedIssuer): Promise<Finding> {
  const check = 'jwt.issuer';
  try {
    const keys = await within(PROVIDER_WITHIN_MS, countIssuerKeys(trusted));
    if (keys > 0) return ok(check, `${trusted.issuer} publishes ${keys === 1 ? 'one key' : `${keys} keys`}`);
    return fail(
      check,
      `${trusted.issuer} publishes no key`,
      'Create a signing key there, or correct JWT_JWKS_URL.',
    );
  } catch (error) {
    const found = `the keys of ${trusted.issuer} cannot be had (${errorMessage(error)})`;
    return fail(
      check,
      found,
      'Correct JWT_ISSUER or JWT_JWKS_URL: until then every access token is answered 503.',
    );
  }
}

/** @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
async function adminsFinding(issuer: string): Promise<Finding> {
  const check = 'admin.oidc';
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const found = metadata.parse(await within(PROVIDER_WITHIN_MS, fetchIssuerDocument(address)));
    if (found.issuer === issuer) return ok(check, `${issuer} answers`);
    return fail(
      check,
      `${issuer} says that it is ${found.issuer}`,
      `Set ADMIN_OIDC_ISSUER to ${found.issuer}.`,
    );
  } catch (error) {
    const found = `${issuer} cannot be asked (${errorMessage(error)})`;
    return fail(check, found, 'Correct ADMIN_OIDC_ISSUER: until then nobody signs in by it.');
  }
}
