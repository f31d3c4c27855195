import {
  Inject,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { OutboundServicesModule } from './outbound-services.module.js';
import type { RoadPolicy } from './road-policy.js';
import { RoadServices } from './road-services.js';
import { roadConfig, type RoadDefaults, type RoadSettings } from './road-settings.js';
import { Road } from './road.js';
import { privateNetworksConfig } from './transport/private-networks.config.js';
import { Transport } from './transport/transport.js';

interface RoadOptions {
  /** The provider's name, as in `src/providers/<name>/`. */
  provider: string;
  /** Where its API is, unless `<PROVIDER>_API_BASE_URL` says otherwise. */
  baseUrl: string;
  /** How calls behave: a value, or a factory where it takes something injected (a credential). */
  policy: RoadPolicy | Pick<FactoryProvider<RoadPolicy>, 'useFactory' | 'inject'>;
  /** What its variables begin with. @default the provider's name in upper case */
  variables?: string;
  /** The values of `<PROVIDER>_…` variables that are not set. */
  defaults?: RoadDefaults;
}

/** Nest token of a provider's {@link Road}. */
export function roadToken(provider: string): string {
  return `Road(${provider})`;
}

/** Injects a provider's {@link Road}. */
export function InjectRoad(provider: string): ParameterDecorator {
  return Inject(roadToken(provider));
}

/** The transport of one provider, closed last: what is in flight at shutdown still gets its answer. */
class ProviderTransport extends Transport implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}

/** Gives each provider its road out. */
@Module({})
export class OutboundModule {
  /**
   * The road to one provider, to be had by {@link InjectRoad}. Reads `<PROVIDER>_API_BASE_URL`, `_TIMEOUT`,
   * `_MAX_RETRIES`, `_RETRY_DELAY`, `_RATE_LIMIT` and `_MAX_CONCURRENT`.
   */
  static forFeature({ provider, baseUrl, policy, variables, defaults }: RoadOptions): DynamicModule {
    const settings = roadConfig(provider, baseUrl, defaults, variables);
    const policyToken = `RoadPolicy(${provider})`;
    return {
      module: OutboundModule,
      imports: [OutboundServicesModule],
      providers: [
        settings.provider(),
        privateNetworksConfig.provider(),
        'useFactory' in policy
          ? { provide: policyToken, ...policy }
          : { provide: policyToken, useValue: policy },
        {
          provide: ProviderTransport,
          useFactory: (roadPolicy: RoadPolicy, allowPrivateNetworks: readonly string[]) =>
            new ProviderTransport({ ...roadPolicy, allowPrivateNetworks }),
          inject: [policyToken, privateNetworksConfig.token],
        },
        {
          provide: roadToken(provider),
          useFactory: (
            roadSettings: RoadSettings,
            roadPolicy: RoadPolicy,
            services: RoadServices,
            transport: ProviderTransport,
          ) => new Road(provider, roadSettings, roadPolicy, services, transport),
          inject: [settings.token, policyToken, RoadServices, ProviderTransport],
        },
      ],
      exports: [roadToken(provider)],
    };
  }
}
