/**
 * Hookline as a library: import `HooklineModule` (or single modules) into your Nest application, inject the services,
 * and write `@OnWebhook` methods. `startService` does all of it for a product that has no application yet.
 */
import 'reflect-metadata';

export * from './contracts/calls.js';
export * from './contracts/errors.js';
export * from './contracts/money.js';
export * from './contracts/payments.js';
export * from './contracts/webhooks.js';

export { HooklineModule } from './app.module.js';
export { startService, type Service, type StartOptions } from './start-service.js';

export { PaymentsModule } from './payments/payments.module.js';
export { PaymentsService, type PaymentOptions } from './payments/payments.service.js';

export { OnWebhook, type WebhookContext } from './webhooks/on-webhook.js';
export { WebhookEvents, type WebhookEventFilter } from './webhooks/webhook-events.js';
export { WebhooksModule } from './webhooks/webhooks.module.js';

export { StripeClient } from './providers/stripe/stripe.client.js';
export { StripeModule } from './providers/stripe/stripe.module.js';
export { StripePaymentProvider } from './providers/stripe/stripe.payments.js';

export { ConfigurationError } from './platform/config/configuration-error.js';
export type { Environment } from './platform/config/config-section.js';
export { PrismaService, type Transaction } from './platform/database/prisma.service.js';
export { createHttpAdapter } from './platform/http/http-adapter.js';
export { PlatformModule } from './platform/platform.module.js';
