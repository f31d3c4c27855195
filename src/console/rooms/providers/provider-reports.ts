import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import {
  ConnectableProviders,
  type ConnectableProvider,
} from '../../../connections/providers/connectable-providers.js';
import { Connections } from '../../../connections/accounts/connections.service.js';
import type { CredentialForm, OAuthApp } from '../../../contracts/connections.js';
import type { ProviderHealth } from '../../../contracts/health.js';
import type { WebhookSource } from '../../../contracts/webhooks.js';
import { NOWHERE } from '../../../apis/api.module.js';
import { Road } from '../../../outbound/road.js';
import { ENVIRONMENT, type Environment } from '../../../platform/config/config-section.js';
import { platformConfig, type PlatformConfig } from '../../../platform/config/platform.config.js';
import { isLoopback } from '../../../platform/config/values.js';
import { FacetRegistry } from '../../../platform/facets/facet-registry.js';
import {
  CalendarFacet,
  ContactsFacet,
  HealthFacet,
  NotifierFacet,
  PaymentFacet,
} from '../../../platform/facets/facets.js';
import { ExternalApi } from '../../../providers/external-api/external-api.client.js';
import { WebhookSources } from '../../../webhooks/sources/webhook-sources.js';

/** What of a provider is set up, and what is missing. Nothing in it is secret. */
export interface ProviderReport {
  readonly name: string;
  /** For people: `Slack`. */
  readonly title: string;
  readonly oauth: OAuthReport | undefined;
  readonly form: CredentialForm | undefined;
  readonly webhooks: WebhookReport | undefined;
  /** Whether calls that name no connection have a credential, from the environment; `undefined` where they never do. */
  readonly hasOwnAccount: boolean | undefined;
  /** Where its calls go; `undefined` for one that is not called. */
  readonly apiUrl: string | undefined;
  /** Whether it is a stand-in on this machine that is called, and nothing real. */
  readonly isSandbox: boolean;
  /** Whether it offers anything that `/console/providers/:provider/try` can do. */
  readonly canBeTried: boolean;
  /** How many accounts are connected at the moment. */
  readonly connected: number;
}

interface OAuthReport {
  readonly isConfigured: boolean;
  /** The variables that are to be set. */
  readonly missing: readonly string[];
  readonly registrationUrl: string | undefined;
  readonly redirectUrl: string;
}

interface WebhookReport {
  readonly isConfigured: boolean;
  readonly variable: string;
  readonly url: string;
}

/** Looks at every provider that there is, by the marks on the classes of its room. */
@Injectable()
export class ProviderReports {
  constructor(
    private readonly connectable: ConnectableProviders,
    private readonly webhookSources: WebhookSources,
    private readonly facets: FacetRegistry,
    private readonly discovery: DiscoveryService,
    private readonly connections: Connections,
    @Inject(platformConfig.token) private readonly platform: PlatformConfig,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** One for each provider, by name. */
  async all(): Promise<ProviderReport[]> {
    const counts = await this.connections.counts();
    const health = this.facets.find<ProviderHealth>(HealthFacet);
    const sources = this.webhookSources.all();
    const apiUrls = this.apiUrls();
    const tryable = new Set([
      ...[PaymentFacet, NotifierFacet, CalendarFacet, ContactsFacet].flatMap((facet) => [
        ...this.facets.find(facet).keys(),
      ]),
      ExternalApi.api.name,
    ]);
    const connectable = this.connectable.all().map(({ name }) => name);
    const names = new Set([...connectable, ...sources.keys(), ...health.keys(), ...apiUrls.keys()]);
    return [...names].toSorted().map((name) => {
      const provider = this.connectable.find(name);
      const apiUrl = apiUrls.get(name);
      return {
        name,
        title: provider?.title ?? name,
        oauth: provider?.oauth && this.oauthReport(provider.oauth),
        form: provider?.form,
        webhooks: this.webhookReport(name, sources.get(name)),
        hasOwnAccount: health.get(name)?.configured,
        apiUrl,
        isSandbox: isLocal(apiUrl) || isLocal(authorizationAddress(provider)),
        canBeTried: tryable.has(name),
        connected: counts.find((one) => one.provider === name && one.status === 'connected')?.count ?? 0,
      };
    });
  }

  /** Where the calls of each provider go. */
  private apiUrls(): Map<string, string> {
    const roads = this.discovery
      .getProviders()
      .map(({ instance }): unknown => instance)
      .filter((instance) => instance instanceof Road)
      .filter(({ settings }) => settings.baseUrl !== NOWHERE);
    return new Map(roads.map(({ provider, settings }) => [provider, settings.baseUrl]));
  }

  private oauthReport({ client, variables, registrationUrl }: OAuthApp): OAuthReport {
    return {
      isConfigured: client !== undefined,
      missing: variables.filter((variable) => !this.environment[variable]?.trim()),
      registrationUrl,
      redirectUrl: `${this.platform.publicUrl}/connect/callback`,
    };
  }

  private webhookReport(name: string, source: WebhookSource | undefined): WebhookReport | undefined {
    return (
      source && {
        isConfigured: source.secrets.length > 0,
        variable: source.secretVariable,
        url: `${this.platform.publicUrl}/webhooks/${name}`,
      }
    );
  }
}

function authorizationAddress(provider: ConnectableProvider | undefined): string | undefined {
  const server = provider?.oauth?.server;
  return server && ('discover' in server ? server.discover : server.authorizationEndpoint);
}

function isLocal(address: string | undefined): boolean {
  return address !== undefined && isLoopback(new URL(address).hostname);
}
