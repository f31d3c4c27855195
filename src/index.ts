/**
 * Hookline as a library: import `HooklineModule` (or single modules) into your Nest application, inject the services,
 * and write `@OnWebhook` methods. `startService` does all of it for a product that has no application yet.
 */
import 'reflect-metadata';

export * from './contracts/calendars.js';
export * from './contracts/calls.js';
export * from './contracts/connections.js';
export * from './contracts/contacts.js';
export * from './contracts/errors.js';
export * from './contracts/events.js';
export * from './contracts/money.js';
export * from './contracts/notifications.js';
export * from './contracts/outcomes.js';
export * from './contracts/payments.js';
export * from './contracts/webhooks.js';

export { HooklineModule } from './app.module.js';
export { startService, type Service, type StartOptions } from './start-service.js';

export { OutboundModule, InjectRoad, roadToken } from './outbound/outbound.module.js';
export type { Road } from './outbound/road.js';
export type { RoadPolicy } from './outbound/road-policy.js';
export type { RoadDefaults, RoadSettings } from './outbound/road-settings.js';
export type { WriteSafety } from './outbound/write-safety.js';
export type { CacheRule, HttpRequest, OutboundCall, OutboundResponse } from './outbound/outbound-call.js';
export { Operation, type CallDetails } from './outbound/operation.js';
export { runInCallScope, type CallScope } from './outbound/call-scope.js';
export { axiosAdapter } from './outbound/mounts/axios-adapter.js';
export { roadFetch } from './outbound/mounts/road-fetch.js';
export { OutboundHttpModule } from './outbound/mounts/outbound-http.module.js';
export type { Authorization } from './outbound/authorization/authorization.js';
export { ApiKeyAuthorization } from './outbound/authorization/api-key-authorization.js';
export { BasicAuthorization } from './outbound/authorization/basic-authorization.js';
export { BearerAuthorization } from './outbound/authorization/bearer-authorization.js';
export { ClientCredentialsAuthorization } from './outbound/authorization/client-credentials-authorization.js';
export { JwtAuthorization } from './outbound/authorization/jwt-authorization.js';
export { CircuitsService } from './outbound/circuit-breaker/circuits.service.js';
export { ResponseCache } from './outbound/cache/response-cache.js';
export { UnknownOutcomes } from './outbound/unknown-outcomes/unknown-outcomes.js';
export {
  CalendarFacet,
  ContactsFacet,
  CredentialFormFacet,
  EventLogFacet,
  NotifierFacet,
  OAuthAppFacet,
  OutcomeResolverFacet,
  PaymentFacet,
  SubscriptionFacet,
  WebhookSourceFacet,
} from './platform/facets/facets.js';

export { CalendarsModule } from './calendars/calendars.module.js';
export { CalendarsService, type CalendarOptions } from './calendars/calendars.service.js';
export { ContactsModule } from './contacts/contacts.module.js';
export { ContactsService, type ContactOptions } from './contacts/contacts.service.js';
export { ExternalModule } from './external/external.module.js';
export { ExternalApiService } from './external/external-api.service.js';
export type {
  ExternalData,
  ExternalResult,
  ExternalStatus,
  ProcessedData,
} from './external/external-request.js';
export { TimelineReferences } from './platform/timeline/timeline-references.js';
export { PaymentsModule } from './payments/payments.module.js';
export { PaymentsService, type PaymentOptions } from './payments/payments.service.js';

export { DeliveriesModule } from './deliveries/deliveries.module.js';
export { EventsService, type PublishOptions } from './deliveries/events/events.service.js';
export type { PublishedEventSummary, PublishedEventView } from './deliveries/events/published-events.js';
export { EndpointsService } from './deliveries/endpoints/endpoints.service.js';
export { DeliveriesService } from './deliveries/records/deliveries.service.js';
export { EndpointHealth } from './deliveries/records/endpoint-health.js';
export { MissedEvents } from './deliveries/records/missed-events.js';
export type { CatalogueEntry } from './deliveries/catalogue/catalogue-entry.js';
export { EventCatalogue } from './deliveries/catalogue/event-catalogue.js';
export { defineEvent, type EventDefinition } from './deliveries/catalogue/define-event.js';
export { EventTypes } from './deliveries/catalogue/event-types.js';
export { OnEndpoint } from './deliveries/notices/on-endpoint.js';
export { PortalLinks } from './deliveries/portal/portal-links.js';

export { NotificationsModule } from './notifications/notifications.module.js';
export { NotificationsService, type NotifyOptions } from './notifications/notifications.service.js';
export type {
  Recipient,
  SendNotification,
  SendToMany,
} from './notifications/accepting/notification-request.js';
export type {
  NotificationEvent,
  NotificationReceipt,
  SentNotification,
} from './notifications/notification-receipt.js';
export { Suppressions } from './notifications/suppressions/suppressions.js';
export { Templates } from './notifications/templates/templates.js';

export {
  OnWebhook,
  type WebhookBatchContext,
  type WebhookBatchOptions,
  type WebhookContext,
  type WebhookHandlerOptions,
  type WebhookKey,
} from './webhooks/handlers/on-webhook.js';
export type { WebhookEventFilter } from './webhooks/events/event-filter.js';
export { ConnectionsModule } from './connections/connections.module.js';
export { OnConnection } from './connections/events/on-connection.js';
export { Connections, type ConnectionFilter } from './connections/accounts/connections.service.js';
export {
  ConnectionHealthReport,
  type ConnectionHealth,
  type ConnectionScopes,
  type HealthState,
} from './connections/health/connection-health.js';
export { ConnectLinks, type NewConnectLink } from './connections/links/connect-links.js';
export { WebhookEvents } from './webhooks/events/webhook-events.js';
export { WebhookReplays } from './webhooks/events/webhook-replays.js';
export {
  WebhookAccounts,
  type AccountName,
  type WebhookAccount,
} from './webhooks/accounts/webhook-accounts.js';
export { HmacWebhookSource } from './webhooks/sources/generic/hmac-webhook-source.js';
export { hmacSettings, type HmacSourceOptions } from './webhooks/sources/generic/hmac-options.js';
export { StandardWebhooksSource } from './webhooks/sources/generic/standard-webhooks-source.js';
export { WebhooksModule } from './webhooks/webhooks.module.js';

export { ApiModule } from './apis/api.module.js';
export { defineApi, type ApiClass } from './apis/define-api.js';
export type { ApiClient } from './apis/api-client.js';
export type { ApiDescription, ApiOperations } from './apis/api-description.js';
export type { ApiFacts, ApiVersion } from './apis/api-facts.js';
export type { ApiMethod, MethodContext } from './apis/api-method.js';
export type { Strictness } from './apis/strictness.js';
export { variable, type Variable } from './apis/variable.js';
export { del, get, head, patch, post, put } from './apis/rest/methods.js';
export type { RestMethod, RestOptions } from './apis/rest/rest-method.js';
export type { ApiErrors, ErrorMeaning, ErrorWords } from './apis/errors/api-errors.js';
export type { ApiAuth, ApiTls } from './apis/auth/api-auth.js';
export { apiKey, type ApiKeyPlace } from './apis/auth/api-key.js';
export { basic, type BasicOptions } from './apis/auth/basic.js';
export { bearer } from './apis/auth/bearer.js';
export { clientCredentials, type ClientCredentialsOptions } from './apis/auth/client-credentials.js';
export { hmacSignature, type ApiSigning, type HmacSignatureOptions } from './apis/auth/hmac-signature.js';
export { jwt, type JwtAuthOptions } from './apis/auth/jwt.js';
export { mutualTls, type MutualTlsOptions } from './apis/auth/mutual-tls.js';
export { optional } from './apis/auth/optional.js';
export { email } from './apis/mapping/email.js';
export { isoDate } from './apis/mapping/iso-date.js';
export { isoTime } from './apis/mapping/iso-time.js';
export { openEnum } from './apis/mapping/open-enum.js';
export { phone, type PhoneOptions } from './apis/mapping/phone.js';
export { renamed } from './apis/mapping/renamed.js';
export { unixMillis, unixSeconds } from './apis/mapping/unix-time.js';
export { paged, type PagedCall } from './apis/pages/paged.js';
export { PagedItems, type Page, type PageOptions } from './apis/pages/paged-items.js';
export type { AnsweredPage, PageStrategy } from './apis/pages/page-strategy.js';
export { cursorPages, type CursorPages } from './apis/pages/cursor-pages.js';
export {
  numberedPages,
  offsetPages,
  type NumberedPages,
  type OffsetPages,
} from './apis/pages/counted-pages.js';
export { linkPages, nextUrlPages, type NextUrlPages } from './apis/pages/next-url-pages.js';
export { batched, type BatchedCall, type Batches, type BatchOutcome } from './apis/batches/batched.js';
export { gathered, type GatheredCall, type Gathering } from './apis/batches/gathered.js';
export { graphql } from './apis/graphql/graphql.js';
export type { GraphqlError } from './apis/graphql/graphql-errors.js';
export type { GraphqlOptions, PartialAnswer } from './apis/graphql/graphql-options.js';
export { connection, type GraphqlConnection } from './apis/graphql/connection.js';
export { soap, type SoapMethod, type SoapOptions } from './apis/soap/soap-method.js';
export { usernameToken, type UsernameTokenOptions } from './apis/soap/username-token.js';
export type { SoapService } from './apis/soap/soap-service.js';
export type { ApiWebhooks, WebhookPayloads } from './apis/webhooks/api-webhooks.js';

export { ExternalApi } from './providers/external-api/external-api.client.js';
export { ExternalApiModule } from './providers/external-api/external-api.module.js';
export { GoogleCalendarProvider } from './providers/google-calendar/google-calendar.calendar.js';
export type { GoogleCalendarEvent } from './providers/google-calendar/events/event-mapping.js';
export { GoogleCalendarModule } from './providers/google-calendar/google-calendar.module.js';
export { HubSpotContactsProvider } from './providers/hubspot/hubspot.contacts.js';
export { HubSpotModule } from './providers/hubspot/hubspot.module.js';
export { PayPalPaymentProvider } from './providers/paypal/paypal.payments.js';
export { PayPalModule } from './providers/paypal/paypal.module.js';
export type * from './providers/paypal/webhooks/events.js';
export { SalesforceContactsProvider } from './providers/salesforce/salesforce.contacts.js';
export { SalesforceModule } from './providers/salesforce/salesforce.module.js';
export { SendGridNotifier } from './providers/sendgrid/sendgrid.notifier.js';
export { SendGridSuppressions } from './providers/sendgrid/sendgrid.suppressions.js';
export { SendGridModule } from './providers/sendgrid/sendgrid.module.js';
export { SlackDirectory } from './providers/slack/slack.directory.js';
export { SlackNotifier } from './providers/slack/slack.notifier.js';
export { SlackModule } from './providers/slack/slack.module.js';
export { StripeClient } from './providers/stripe/stripe.client.js';
export { StripeModule } from './providers/stripe/stripe.module.js';
export { StripePaymentProvider } from './providers/stripe/stripe.payments.js';

// What `@OnWebhook` knows of each provider's events: declarations that nothing else here leads to.
import './providers/external-api/external-api.webhooks.js';
import './providers/google-calendar/google-calendar.webhooks.js';
import './providers/hubspot/hubspot.webhooks.js';
import './providers/paypal/paypal.webhooks.js';
import './providers/salesforce/salesforce.webhooks.js';
import './providers/sendgrid/sendgrid.webhooks.js';
import './providers/slack/slack.webhooks.js';
import './providers/stripe/stripe.webhooks.js';

export { ConfigurationError } from './platform/config/configuration-error.js';
export type { Environment } from './platform/config/config-section.js';
export { migrate, type MigrateOptions } from './platform/database/migrate.js';
export { PrismaService, type Transaction } from './platform/database/prisma.service.js';
export { createHttpAdapter } from './platform/http/http-adapter.js';
export { PlatformModule, type EnvironmentFactory } from './platform/platform.module.js';
