import type { ApiFacts } from './api-facts.js';
import type { ApiMethod } from './api-method.js';
import type { ApiWebhooks, WebhookSchemas } from './webhooks/api-webhooks.js';

/** The operations of an API, by name; those that belong together in a group: `users: { get, list }`. */
export interface ApiOperations {
  readonly [name: string]: ApiMethod<unknown> | { readonly [name: string]: ApiMethod<unknown> };
}

/** Any API in one object. @see docs/external-apis.md */
export interface ApiDescription<
  Operations extends ApiOperations = ApiOperations,
  Events extends WebhookSchemas = WebhookSchemas,
> extends ApiFacts {
  readonly operations: Operations;
  /** The webhooks that it sends here. */
  readonly webhooks?: ApiWebhooks<Events>;
  /** The operation that its row on `/health` tries, by its name: one that reads and needs no input. */
  readonly health?: string;
}
