import { Inject, Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { ConfigSection } from '../platform/config/config-section.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import type { RoadPolicy } from './road-policy.js';
import { Road } from './road.js';
import { Transport } from './transport.js';

interface RoadOptions<Config> {
  /** The provider's name, as in `src/providers/<name>/`. */
  provider: string;
  config: ConfigSection<Config>;
  policy: (config: Config) => RoadPolicy;
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
@Injectable()
class ProviderTransport extends Transport implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}

/** Gives each provider its road out. */
@Module({ providers: [ProviderTransport] })
export class OutboundModule {
  static forFeature<Config>({ provider, config, policy }: RoadOptions<Config>): DynamicModule {
    return {
      module: OutboundModule,
      providers: [
        config.provider(),
        {
          provide: roadToken(provider),
          useFactory: (settings: Config, transport: ProviderTransport, logger: Logger) =>
            new Road(provider, policy(settings), transport, logger),
          inject: [config.token, ProviderTransport, LOGGER],
        },
      ],
      exports: [roadToken(provider)],
    };
  }
}
