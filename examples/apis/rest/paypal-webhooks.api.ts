/**
 * Webhooks Management, version 1.11, from notifications-webhooks-v1.openapi.json. To write it again:
 *
 *     npx hookline import-spec notifications-webhooks-v1.openapi.json --name paypal-webhooks --operations 'webhooksEvents.*' --out paypal-webhooks.api.ts
 */
import { clientCredentials, defineApi, get, openEnum, post, variable } from 'hookline';
import { z } from 'zod';

/** The request-related [HATEOAS link](/docs/api/reference/api-responses/#hateoas-links) information. */
export const LinkDescription = z.object({
  /**
   * The complete target URL. To make the related call, combine the method with this [URI
   * Template-formatted](https://tools.ietf.org/html/rfc6570) link. For pre-processing, include the `$`,
   * `(`, and `)` characters. The `href` is the key HATEOAS component that links a completed call with a
   * subsequent call.
   */
  href: z.string(),
  /**
   * The [link relation type](https://tools.ietf.org/html/rfc5988#section-4), which serves as an ID for a
   * link that unambiguously describes the semantics of the link. See [Link
   * Relations](https://www.iana.org/assignments/link-relations/link-relations.xhtml).
   */
  rel: z.string(),
  /** The HTTP method required to make the related call. */
  method: openEnum(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'CONNECT', 'OPTIONS', 'PATCH']).optional(),
});
export type LinkDescription = z.output<typeof LinkDescription>;

/** A webhook event notification. */
export const Event = z.object({
  /** The ID of the webhook event notification. */
  id: z.string().optional(),
  /**
   * The date and time when the webhook event notification was created, in [Internet date and time
   * format](https://tools.ietf.org/html/rfc3339#section-5.6).
   */
  create_time: z.string().optional(),
  /** The name of the resource related to the webhook notification event. */
  resource_type: z.string().optional(),
  /**
   * The event version in the webhook notification.
   * @deprecated
   */
  event_version: z.string().optional(),
  /** The event that triggered the webhook event notification. */
  event_type: z.string().optional(),
  /** A summary description for the event notification. */
  summary: z.string().optional(),
  /** The resource version in the webhook notification. */
  resource_version: z.string().optional(),
  /** The resource that triggered the webhook event notification. */
  resource: z.record(z.string(), z.unknown()).optional(),
  /** An array of request-related [HATEOAS links](/docs/api/reference/api-responses/#hateoas-links). */
  links: z.array(LinkDescription).optional(),
});
export type Event = z.output<typeof Event>;

/** A list of webhooks events. */
export const EventList = z.object({
  /** An array of webhooks events. */
  events: z.array(Event).optional(),
  /**
   * The number of items in each range of results. Note that the response might have fewer items than the
   * requested `page_size` value.
   */
  count: z.number().optional(),
  /** An array of request-related [HATEOAS links](/docs/api/reference/api-responses/#hateoas-links). */
  links: z.array(LinkDescription).optional(),
});
export type EventList = z.output<typeof EventList>;

/** Resends a webhook event notification, by ID. */
export const EventResend = z.object({
  /** An array of webhook account IDs. */
  webhook_ids: z.array(z.string()).max(500).optional(),
});
export type EventResend = z.output<typeof EventResend>;

export class PaypalWebhooks extends defineApi({
  name: 'paypal-webhooks',
  title: 'Webhooks Management',
  // Also at https://api-m.paypal.com.
  baseUrl: 'https://api-m.sandbox.paypal.com',
  // Its tokens may need a `scope`, of: https://uri.paypal.com/services/applications/webhooks
  // https://uri.paypal.com/services/applications/verify-webhook-signature.
  auth: clientCredentials({
    tokenPath: '/v1/oauth2/token',
    clientId: variable('PAYPAL_WEBHOOKS_CLIENT_ID'),
    clientSecret: variable('PAYPAL_WEBHOOKS_CLIENT_SECRET'),
  }),
  operations: {
    webhooksEvents: {
      /**
       * List event notifications
       *
       * Lists webhooks event notifications. Use query parameters to filter the response.
       */
      list: get('/v1/notifications/webhooks-events', {
        query: z.object({
          /**
           * The number of webhook event notifications to return in the response.
           * @default 10
           */
          page_size: z.int().optional(),
          /**
           * Filters the webhook event notifications in the response to those created on or after this date and
           * time and on or before the `end_time` value. Both values are in [Internet date and time
           * format](https://tools.ietf.org/html/rfc3339#section-5.6) format. Example:
           * `start_time=2013-03-06T11:00:00Z`.
           */
          start_time: z.string().optional(),
          /**
           * Filters the webhook event notifications in the response to those created on or after the
           * `start_time` and on or before this date and time. Both values are in [Internet date and time
           * format](https://tools.ietf.org/html/rfc3339#section-5.6) format. Example:
           * `end_time=2013-03-06T11:00:00Z`.
           */
          end_time: z.string().optional(),
          /** Filters the response to a single transaction, by ID. */
          transaction_id: z.string().optional(),
          /** Filters the response to a single event. */
          event_type: z.string().optional(),
        }),
        answer: EventList,
      }),
      /**
       * Show event notification details
       *
       * Shows details for a webhooks event notification, by ID.
       */
      get: get('/v1/notifications/webhooks-events/:event_id', { answer: Event }),
      /**
       * Resend event notification
       *
       * Resends a webhook event notification, by ID. Any pending notifications are not resent.
       */
      resend: post('/v1/notifications/webhooks-events/:event_id/resend', {
        body: EventResend.optional(),
        answer: Event,
      }),
    },
  },
}) {}
