import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ProviderFetch } from '../../contracts/connections.js';
import { runInCallScope } from '../../outbound/call-scope.js';
import { pathTemplate } from '../../outbound/mounts/path-template.js';
import { roadFetch } from '../../outbound/mounts/road-fetch.js';
import type { RoadLike } from '../../outbound/mounts/road-like.js';
import { Operation } from '../../outbound/operation.js';
import { RoadServices } from '../../outbound/road-services.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { RoadSettings } from '../../outbound/road-settings.js';
import { Road } from '../../outbound/road.js';
import { privateNetworksConfig } from '../../outbound/transport/private-networks.config.js';
import { Transport } from '../../outbound/transport/transport.js';

/** A person, or many calls, wait for the answer. */
const SETTINGS: Omit<RoadSettings, 'baseUrl'> = {
  timeoutMs: 10_000,
  maxRetries: 2,
  retryDelayMs: 300,
  rateLimitPerMinute: undefined,
  maxConcurrent: 20,
};

/** Asking again for a token, or for its end, is all that can be done when an answer was lost. */
const POLICY: RoadPolicy = { writes: { by: 'upsert' } };

/**
 * The roads to the authorization servers of providers, beside those to their APIs: calls that wait for a token hold no
 * place that the request for it needs.
 */
@Injectable()
export class OAuthRoads implements OnApplicationShutdown {
  private readonly transport: Transport;
  private readonly roads = new Map<string, Road>();

  constructor(
    private readonly services: RoadServices,
    @Inject(privateNetworksConfig.token) allowPrivateNetworks: readonly string[],
  ) {
    this.transport = new Transport({ allowPrivateNetworks });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }

  /**
   * `fetch` on the road to a provider, each request an operation of its own with 10 s in all.
   * @param operation in our words: `oauth.refresh`
   * @param configuredOrigin the only one that is not from data, where the provider itself says what to call: no other
   *   may lead into a private network. @default all are configured
   */
  fetchFor(
    provider: string,
    operation: string,
    connectionId?: string,
    configuredOrigin?: string,
  ): ProviderFetch {
    const send = roadFetch(withDoubts(this.roadTo(provider), configuredOrigin));
    return (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      const about = { provider, operation, defaultTimeoutMs: SETTINGS.timeoutMs };
      return Operation.run(about, { ...(connectionId !== undefined && { connectionId }) }, (running) =>
        runInCallScope(running.scope(pathTemplate(pathname)), () => send(input, init)),
      );
    };
  }

  private roadTo(provider: string): Road {
    const known = this.roads.get(provider);
    if (known) return known;
    // No call on it carries a credential of ours that could go to a wrong origin: there is no base URL to compare with.
    const settings = { ...SETTINGS, baseUrl: 'https://localhost' };
    const road = new Road(provider, settings, POLICY, this.services, this.transport);
    this.roads.set(provider, road);
    return road;
  }
}

/** The road, on which only what goes to `configuredOrigin` counts as configured. */
function withDoubts(road: Road, configuredOrigin: string | undefined): RoadLike {
  if (configuredOrigin === undefined) return road;
  const { provider, policy, settings } = road;
  return {
    provider,
    policy,
    settings,
    send: (request) => road.send({ ...request, untrusted: request.url.origin !== configuredOrigin }),
  };
}
