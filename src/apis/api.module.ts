import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { Connections } from '../connections/accounts/connections.service.js';
import { ConnectionAuthorizations } from '../connections/credentials/connection-authorization.js';
import { ProviderApi } from '../connections/roads/provider-api.js';
import { NotConfiguredError } from '../contracts/errors.js';
import { ApiNotices } from '../outbound/notices/api-notices.js';
import { OutboundServicesModule } from '../outbound/outbound-services.module.js';
import { OutboundModule, roadToken } from '../outbound/outbound.module.js';
import { roadConfig } from '../outbound/road-settings.js';
import type { Road } from '../outbound/road.js';
import { ENVIRONMENT, type Environment } from '../platform/config/config-section.js';
import { ApiFacet, HealthFacet } from '../platform/facets/facets.js';
import type { ApiDescription, ApiOperations } from './api-description.js';
import { healthOf } from './api-health.js';
import { missingVariables, policyOf, secretsOf } from './api-policy.js';
import { ApiRuntime } from './api-runtime.js';
import { runtimeToken, type ApiClass } from './define-api.js';
import { Refusals } from './errors/refusals.js';
import { readVariable, type Variable } from './variable.js';
import { webhookSourcesOf } from './webhooks/described-webhooks.js';

/** Stands where nobody has said yet where the API is: no name ends like that (RFC 6761, 6.4). */
export const NOWHERE = 'https://not-configured.invalid';

const modules = new WeakMap<Type, DynamicModule>();

/** Gives the client of a described API its road, and makes it injectable. */
@Module({})
export class ApiModule {
  /** The module of an API: the same one, however many modules import it. */
  static for<Operations extends ApiOperations>(api: ApiClass<Operations> & Type): DynamicModule {
    let made = modules.get(api);
    if (!made) modules.set(api, (made = ApiModule.make(api, api.api)));
    return made;
  }

  private static make(api: Type, description: ApiDescription): DynamicModule {
    const { name, baseUrl = NOWHERE, limits } = description;
    const path = description.version?.path ?? '';
    const token = runtimeToken(description);
    const settings = roadConfig(name, baseUrl, limits);
    ApiFacet(token)(api);
    return {
      module: ApiModule,
      imports: [
        OutboundServicesModule,
        OutboundModule.forFeature({
          provider: name,
          baseUrl,
          ...(limits && { defaults: limits }),
          policy: {
            useFactory: (environment: Environment, connections: ConnectionAuthorizations) =>
              policyOf(
                description,
                settings.read(environment).baseUrl + path,
                (variable: Variable) => readVariable(environment, variable),
                connections,
              ),
            inject: [ENVIRONMENT, ConnectionAuthorizations],
          },
        }),
      ],
      providers: [
        {
          provide: token,
          useFactory: (road: Road, connections: Connections, notices: ApiNotices, environment: Environment) =>
            runtimeOf(description, road, connections, notices, environment),
          inject: [roadToken(name), Connections, ApiNotices, ENVIRONMENT],
        },
        api,
        ...healthProviders(description, token),
        ...webhookSourcesOf(description, token),
      ],
      exports: [api, token],
    };
  }
}

function runtimeOf(
  description: ApiDescription,
  road: Road,
  connections: Connections,
  notices: ApiNotices,
  environment: Environment,
): ApiRuntime {
  const { name, title = name, version, errors } = description;
  const read = (variable: Variable) => readVariable(environment, variable);
  const refusals = new Refusals(title, errors, secretsOf(description, read));
  const baseUrl = road.settings.baseUrl + (version?.path ?? '');
  const baseUrlVariable = baseUrlVariableOf(name);
  const api = new ProviderApi({
    road,
    connections,
    title,
    baseUrlVariable,
    missing: missingOf(title, [
      ...(road.settings.baseUrl === NOWHERE ? [baseUrlVariable] : []),
      ...missingVariables(description, read),
    ]),
    refusalOf: (response, about) => refusals.of(response, about),
    baseUrlOf: async () => {
      if (road.settings.baseUrl !== NOWHERE) return baseUrl;
      const message = `${title} is not configured. Set ${baseUrlVariable}.`;
      throw new NotConfiguredError(message, { provider: name, operation: 'configuration.read' });
    },
  });
  return new ApiRuntime(description, api, road, notices, refusals, read);
}

function missingOf(title: string, variables: readonly string[]): string | undefined {
  if (variables.length === 0) return undefined;
  return `${title} is not configured. Set ${variables.join(' and ')}.`;
}

/** `EXTERNAL_API_BASE_URL`, but `ACME_API_BASE_URL`. */
function baseUrlVariableOf(name: string): string {
  const prefix = name.replaceAll('-', '_').toUpperCase();
  return prefix.endsWith('_API') ? `${prefix}_BASE_URL` : `${prefix}_API_BASE_URL`;
}

function healthProviders(description: ApiDescription, token: string): Type[] {
  if (description.health === undefined) return [];
  const { name, baseUrl } = description;
  const health = healthOf(description, token, baseUrl === undefined ? [baseUrlVariableOf(name)] : []);
  HealthFacet(name)(health);
  return [health];
}
