import { HttpModule, type HttpModuleOptions } from '@nestjs/axios';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { axiosAdapter } from './axios-adapter.js';
import type { RoadLike } from './road-like.js';
import { roadToken } from '../outbound.module.js';

interface OutboundHttpOptions extends Pick<ModuleMetadata, 'imports'> {
  /** Whose road the calls take. `imports` has the module that exports it: `OutboundModule.forFeature({ … })`. */
  provider: string;
  /** axios' own settings: `baseURL`, `headers`, … @default none */
  http?: Omit<HttpModuleOptions, 'adapter' | 'global'>;
}

/** Gives the importing module an `HttpService` of `@nestjs/axios` whose calls take a provider's road. */
export class OutboundHttpModule {
  static register({ provider, imports = [], http = {} }: OutboundHttpOptions): DynamicModule {
    return HttpModule.registerAsync({
      imports,
      inject: [roadToken(provider)],
      useFactory: (road: RoadLike) => ({ ...http, adapter: axiosAdapter(road) }),
    });
  }
}
