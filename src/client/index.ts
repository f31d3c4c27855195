/** Hookline's typed client (`hookline/client`). It needs nothing of the service: no Nest, no Node. */
export { HooklineApiError, type HooklineErrorCode, type HooklineFieldIssue } from './api-error.js';
export { createHooklineClient, type HooklineClient, type HooklineClientOptions } from './client.js';
export type { components, operations, paths } from './generated/api.js';
