import type { OAuthApp } from '../../contracts/connections.js';
import type { ProviderHealth } from '../../contracts/health.js';
import type { WebhookSource } from '../../contracts/webhooks.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { HealthFacet, OAuthAppFacet, WebhookSourceFacet } from '../../platform/facets/facets.js';
import {
  declaredSourcesConfig,
  type DeclaredSources,
} from '../../webhooks/sources/generic/declared-sources.config.js';
import { fail, ok, skip, warn, type Finding } from '../finding.js';
import type { House } from '../house.js';

/** Whether what each provider sends could be believed, and where it is to be sent. */
export function webhookFindings(house: House, publicUrl: string, production: boolean): Finding[] {
  const facets = house.get(FacetRegistry, { strict: false });
  const sources = facets.find<WebhookSource>(WebhookSourceFacet);
  const declared = house.get<DeclaredSources>(declaredSourcesConfig.token, { strict: false });
  const accounts = facets.find<ProviderHealth>(HealthFacet);
  const apps = facets.find<OAuthApp>(OAuthAppFacet);
  return [...sources, ...declared]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([provider, { secrets, secretVariable }]) => {
      const check = `${provider}.webhooks`;
      const url = `${publicUrl}/webhooks/${provider}`;
      if (secrets.length > 0)
        return ok(check, `verified by ${secretVariable}; to be registered there: ${url}`);
      const fix = `Register ${url} at the provider, and set ${secretVariable}.`;
      const isUsed =
        declared.has(provider) || accounts.get(provider)?.configured || apps.get(provider)?.client;
      return isUsed
        ? (production ? fail : warn)(check, 'every one is refused, as no secret is set', fix)
        : skip(check, 'no secret', fix);
    });
}
