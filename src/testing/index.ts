/**
 * For a product's own tests, in any test runner: stand-ins of the providers, a running Hookline, signed webhooks of every
 * provider and event, an internet that repeats and reorders them, and recorded answers of real providers. Importing it
 * starts nothing; what a function needs is loaded when it is called.
 */
export { deliver, type Delivered, type DeliverOptions, type DeliverReport } from './webhooks/deliver.js';
export {
  signedWebhook,
  tampered,
  WEBHOOK_TYPES,
  type SignedWebhook,
  type SignedWebhookOptions,
  type WebhookOverrides,
  type WebhookReply,
  type WebhookTypeOf,
} from './webhooks/signed-webhook.js';
export type { HmacSigning } from './webhooks/generic.js';
export type { GoogleCalendarWishes } from './webhooks/google-calendar.js';
export type { Overrides } from './webhooks/overrides.js';
export type { SalesforceWishes } from './webhooks/salesforce.js';
export { webhookSecrets } from './webhooks/webhook-secrets.js';
export {
  startSandboxes,
  type SandboxOptions,
  type TestSandbox,
  type TestSandboxes,
} from './sandboxes/sandboxes.js';
export type { SandboxName } from './sandboxes/providers.js';
export type { SandboxControls } from './sandboxes/sandbox-controls.js';
export type { SandboxFault } from './sandboxes/sandbox-fault.js';
export type { SandboxRequest } from './sandboxes/sandbox-requests.js';
export {
  startTestHookline,
  type TestHookline,
  type TestHooklineOptions,
  type TestRequest,
} from './service/test-hookline.js';
export type { Composition, Override } from './service/test-application.js';
export type { FixtureMode } from './fixtures/fixture.js';
export { recordFixtures, type FixtureRecorder, type RecordOptions } from './fixtures/record-fixtures.js';
