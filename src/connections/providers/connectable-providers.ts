import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { CredentialForm, OAuthApp } from '../../contracts/connections.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { CredentialFormFacet, OAuthAppFacet } from '../../platform/facets/facets.js';
import { ApiError } from '../../platform/http/api-error.js';
import { declaredAppsConfig, type DeclaredApps } from './generic/declared-apps.config.js';

/** A provider of which accounts can be connected, in one way or two. */
export interface ConnectableProvider {
  readonly name: string;
  readonly title: string;
  readonly oauth: OAuthApp | undefined;
  readonly form: CredentialForm | undefined;
}

/** The providers of which accounts can be connected: those of the house, and the apps that `OAUTH_APPS` declares. */
@Injectable()
export class ConnectableProviders implements OnModuleInit {
  private providers = new Map<string, ConnectableProvider>();

  constructor(
    @Inject(FacetRegistry) private readonly facets: Pick<FacetRegistry, 'find'>,
    @Inject(declaredAppsConfig.token) private readonly declared: DeclaredApps,
  ) {}

  /** @throws ConfigurationError when `OAUTH_APPS` declares what is there already */
  onModuleInit(): void {
    const apps = this.facets.find<OAuthApp>(OAuthAppFacet);
    const forms = this.facets.find<CredentialForm>(CredentialFormFacet);
    refuseTaken(this.declared, new Set([...apps.keys(), ...forms.keys()]));
    for (const [name, app] of this.declared) apps.set(name, app);
    const names = [...new Set([...apps.keys(), ...forms.keys()])].toSorted();
    this.providers = new Map(
      names.map((name) => {
        const oauth = apps.get(name);
        const form = forms.get(name);
        return [name, { name, title: (oauth ?? form)?.title ?? name, oauth, form }];
      }),
    );
  }

  /** All of them, by name. */
  all(): readonly ConnectableProvider[] {
    return [...this.providers.values()];
  }

  find(name: string): ConnectableProvider | undefined {
    return this.providers.get(name);
  }

  /** @throws ApiError NOT_FOUND that names the providers there are */
  get(name: string): ConnectableProvider {
    const provider = this.providers.get(name);
    if (provider) return provider;
    const known = [...this.providers.keys()].join(', ') || 'none';
    throw new ApiError(
      'NOT_FOUND',
      `Accounts of no provider of this name can be connected. Known: ${known}.`,
    );
  }
}

/** A declared app may not take the name of a provider of the house. */
function refuseTaken(declared: DeclaredApps, taken: ReadonlySet<string>): void {
  const problems = [...declared.keys()]
    .filter((name) => taken.has(name))
    .map((name) => `OAUTH_APPS: call ${name} otherwise: Hookline has a provider of that name`);
  if (problems.length > 0) throw new ConfigurationError(problems);
}
