import type { WebhookRequest } from '../../contracts/webhooks.js';

/** A request as it stood at the door, believed or not. */
export interface RefusedRequest extends WebhookRequest {
  provider: string;
  /** The connected account that it came for; empty for the provider's own account. */
  connectionId: string;
  requestId: string;
}
