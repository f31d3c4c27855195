import { Inject, Injectable } from '@nestjs/common';
import { methodsOf, clientOf, type ApiClient } from './api-client.js';
import type { ApiDescription, ApiOperations } from './api-description.js';
import type { ApiRuntime } from './api-runtime.js';
import type { WebhookSchemas } from './webhooks/api-webhooks.js';

/** The class of a described API's client: its type, its token for injection, and its description. */
export interface ApiClass<
  Operations extends ApiOperations = ApiOperations,
  Events extends WebhookSchemas = WebhookSchemas,
> {
  new (runtime: ApiRuntime): ApiClient<Operations>;
  readonly api: ApiDescription<Operations, Events>;
}

/**
 * Describes an API. The result is a class to extend: what extends it is injected, and has a typed method for each
 * operation.
 *
 *     export class Acme extends defineApi({
 *       name: 'acme',
 *       baseUrl: 'https://api.acme.com',
 *       auth: bearer({ token: variable('ACME_TOKEN') }),
 *       operations: { users: { get: get('/users/:id', { answer: User }) } },
 *     }) {}
 *
 *     @Module({ imports: [ApiModule.for(Acme)] })
 *
 *     constructor(private readonly acme: Acme) {}
 *     const user = await this.acme.users.get({ id: 'u1' });
 *
 * @throws TypeError for a description that makes no sense, and says what to change
 */
export function defineApi<const Operations extends ApiOperations, const Events extends WebhookSchemas>(
  description: ApiDescription<Operations, Events>,
): ApiClass<Operations, Events> {
  checkDescription(description);
  class DescribedApi {
    static readonly api = description;

    constructor(runtime: ApiRuntime) {
      Object.assign(this, clientOf(description.operations, runtime));
    }
  }
  Injectable()(DescribedApi);
  Inject(runtimeToken(description))(DescribedApi, undefined, 0);
  return DescribedApi as unknown as ApiClass<Operations, Events>;
}

/** Nest token of what the client of a description works with. */
export function runtimeToken({ name, version }: Pick<ApiDescription, 'name' | 'version'>): string {
  return `ApiRuntime(${version ? `${name}@${version.name}` : name})`;
}

function checkDescription({ name, baseUrl, operations, health, signing }: ApiDescription): void {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) {
    throw new TypeError(
      `An API cannot be called "${name}". Use small letters, digits and hyphens: acme-billing.`,
    );
  }
  if (baseUrl !== undefined && !URL.canParse(baseUrl)) {
    throw new TypeError(`${name}: baseUrl is no URL. Write it like https://api.acme.com.`);
  }
  const methods = methodsOf(operations);
  for (const operation of methods.keys()) {
    if (!/^[a-z]\w*(?:\.[a-z]\w*)?$/i.test(operation) || /^(?:constructor|then)$/.test(operation)) {
      throw new TypeError(
        `${name}: no operation can be called "${operation}". Use a word like list or getUser.`,
      );
    }
  }
  const unknown = signing?.operations?.find((operation) => !methods.has(operation));
  if (unknown !== undefined) {
    throw new TypeError(
      `${name}: "${unknown}" is to be signed, and is no operation. There are: ${[...methods.keys()].join(', ')}.`,
    );
  }
  if (health === undefined) return;
  if (!methods.get(health)?.safeToTry) {
    throw new TypeError(
      `${name}: health is "${health}", which has to be an operation that reads and needs no input.`,
    );
  }
}
