import { Inject, Injectable, type Type } from '@nestjs/common';
import type { ProviderHealth } from '../contracts/health.js';
import { methodsOf } from './api-client.js';
import { neededVariables } from './api-policy.js';
import type { ApiDescription } from './api-description.js';
import type { ApiRuntime } from './api-runtime.js';
import type { RestCall } from './rest/rest-method.js';

/**
 * The class of a described API's row on `/health`: tries the operation that the description names.
 * @param addressVariables that say where it is, where its description does not
 */
export function healthOf(
  description: ApiDescription,
  runtimeToken: string,
  addressVariables: readonly string[],
): Type<ProviderHealth> {
  const method = methodsOf(description.operations).get(description.health ?? '');

  @Injectable()
  class ApiHealth implements ProviderHealth {
    constructor(@Inject(runtimeToken) private readonly runtime: ApiRuntime) {}

    get variables(): readonly string[] {
      const needed = neededVariables(description, this.runtime.secret);
      return [...addressVariables, ...needed.map(({ variable }) => variable)];
    }

    get configured(): boolean {
      return this.runtime.api.configured;
    }

    async probe(signal: AbortSignal): Promise<void> {
      const call = method?.bind({ name: 'health.probe', runtime: this.runtime }) as RestCall<object, unknown>;
      await call({}, { signal });
    }
  }
  return ApiHealth;
}
