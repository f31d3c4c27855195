import type { z } from 'zod';
import type { HmacSourceOptions } from '../../webhooks/sources/generic/hmac-options.js';
import type { Strictness } from '../strictness.js';
import type { Variable } from '../variable.js';

/** What an API's webhooks carry, by type. */
export type WebhookSchemas = Readonly<Record<string, z.ZodType>>;

/** The webhooks that an API sends here, to `/webhooks/<name>`. Of versions side by side, one describes them. */
export interface ApiWebhooks<Events extends WebhookSchemas = WebhookSchemas> {
  /**
   * The secrets that they are signed with, separated by commas; any of them is good. Of Standard Webhooks: `whsec_…`, or
   * public keys `whpk_…`.
   */
  readonly secrets: Variable;
  /** How they are signed: as Standard Webhooks say, or with an HMAC of its own. */
  readonly signature: 'standard-webhooks' | Omit<HmacSourceOptions, 'secrets'>;
  /** The whole body of each type. A payload of another type is handed on as it is. */
  readonly events: Events;
  /** @default that of the API */
  readonly strictness?: Strictness;
}

/**
 * What the handlers of a described API's webhooks get, by type:
 *
 *     declare module 'hookline' {
 *       interface WebhookEventTypes {
 *         acme: WebhookPayloads<typeof Acme>;
 *       }
 *     }
 *
 *     @OnWebhook('acme', 'user.created')
 *     async welcome({ event }: WebhookContext<'acme', 'user.created'>) { … }
 *
 * A type without a schema is added by hand: `WebhookPayloads<typeof Acme> & { 'user.deleted': unknown }`.
 */
export type WebhookPayloads<Api extends { readonly api: { readonly webhooks?: ApiWebhooks } }> =
  Api['api']['webhooks'] extends ApiWebhooks<infer Events> | undefined
    ? { [Type in keyof Events]: z.output<Events[Type]> }
    : never;
