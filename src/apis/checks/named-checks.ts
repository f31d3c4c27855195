import type { INestApplicationContext } from '@nestjs/common';
import type { CallOptions } from '../../contracts/calls.js';
import { IntegrationError } from '../../contracts/errors.js';
import type { ProviderHealth } from '../../contracts/health.js';
import { roadToken } from '../../outbound/outbound.module.js';
import { readRateLimitHeaders } from '../../outbound/rate-limit/rate-limit-headers.js';
import { observingCalls } from '../../outbound/request-log/observed-calls.js';
import type { Road } from '../../outbound/road.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { FacetRegistry } from '../../platform/facets/facet-registry.js';
import { ApiFacet, HealthFacet } from '../../platform/facets/facets.js';
import { methodsOf } from '../api-client.js';
import type { ApiDescription } from '../api-description.js';
import type { ApiRuntime } from '../api-runtime.js';
import type { ApiClass } from '../define-api.js';
import { CHECK_TIMEOUT_MS, type ApiCheck } from './api-check.js';
import { certificateAt, type ServerCertificate } from './server-certificate.js';

/** Where everything is found. */
export type House = Pick<INestApplicationContext, 'get'>;

/** Something that can be tried without changing anything. */
interface Trial {
  readonly name: string;
  run(): Promise<unknown>;
}

/**
 * Tries a provider or a described API by its name, as the account of the environment variables: its health probe, and
 * each operation that is safe to try, one after the other.
 * @throws Error when nothing of that name can be tried; it says what there is
 */
export async function checksOf(house: House, name: string): Promise<ApiCheck[]> {
  const trials = trialsOf(house, name);
  const road = house.get<Road>(roadToken(name), { strict: false });
  const certificate = await certificateAt(new URL(road.settings.baseUrl));
  const checks: ApiCheck[] = [];
  for (const trial of trials) checks.push(await check(trial, road, certificate));
  return checks;
}

function trialsOf(house: House, name: string): Trial[] {
  const facets = house.get(FacetRegistry, { strict: false });
  const probes = facets.find<ProviderHealth>(HealthFacet);
  const apis = [...facets.find<object>(ApiFacet)].map(([token, client]) => ({
    runtime: house.get<ApiRuntime>(token, { strict: false }),
    description: (client.constructor as unknown as ApiClass).api,
  }));
  const probe = probes.get(name);
  const trials = [
    ...(probe ? [{ name: 'health', run: () => probe.probe(AbortSignal.timeout(CHECK_TIMEOUT_MS)) }] : []),
    ...apis.filter(({ description }) => description.name === name).flatMap(safeOperations),
  ];
  if (trials.length > 0) return trials;
  const names = new Set([...probes.keys(), ...apis.map(({ description }) => description.name)]);
  if (names.has(name)) {
    throw new Error(
      `Nothing of ${name} can be tried by itself: each of its operations writes, or needs input. Describe one that reads ` +
        'and needs none, and name it as `health`.',
    );
  }
  throw new Error(`Nothing of ${name} can be tried here. There are: ${[...names].toSorted().join(', ')}.`);
}

interface DescribedApi {
  runtime: ApiRuntime;
  description: ApiDescription;
}

/** Each version has its own; the name says which. */
function safeOperations({ runtime, description }: DescribedApi): Trial[] {
  const { operations, version } = description;
  return [...methodsOf(operations)]
    .filter(([, method]) => method.safeToTry)
    .map(([name, method]) => ({
      name: version ? `${name} (${version.name})` : name,
      run: async () => {
        // What is safe to try needs no input: that is its definition.
        const call = method.bind({ name, runtime }) as (input: object, options: CallOptions) => unknown;
        await call({}, { timeoutMs: CHECK_TIMEOUT_MS });
      },
    }));
}

async function check(
  { name, run }: Trial,
  { policy }: Road,
  certificate: ServerCertificate | undefined,
): Promise<ApiCheck> {
  const startedAtMs = performance.now();
  const { result, calls } = await observingCalls(run);
  const latencyMs = performance.now() - startedAtMs;
  const response = calls.at(-1)?.response;
  const error: unknown = result.status === 'rejected' ? result.reason : undefined;
  const read = policy.readRateLimit?.bind(policy) ?? readRateLimitHeaders;
  return {
    name,
    problem: result.status === 'rejected' ? errorMessage(error) : undefined,
    status: response?.status ?? (error instanceof IntegrationError ? error.status : undefined),
    latencyMs,
    rateLimit: response && read(response, Date.now()),
    certificate,
  };
}
