import type { Answer } from './errors.js';
import type { Api } from './issues.js';
import type { State } from './state.js';

/** What endpoints and pages act on. */
export interface World {
  state: State;
  /** The sandbox's own address, without a slash at its end. */
  baseUrl: string;
  /** The webhook that events are signed for. */
  webhookId: string;
  /** Whether events are delivered to anybody. */
  sendsWebhooks: boolean;
}

/** One call of the API. */
export interface Call {
  world: World;
  /** Of the path; empty where it has none. */
  id: string;
  /** As it came. */
  body: string;
  query: URLSearchParams;
  /** `Prefer: return=representation`: the whole object is wanted, not only id, status and links. */
  wantsAll: boolean;
  /** The `PayPal-Request-Id`. */
  requestId: string | undefined;
}

/** A route of the API. */
export interface Endpoint {
  method: 'GET' | 'PATCH' | 'POST';
  /** Fastify's notation: `/v2/checkout/orders/:id`. */
  path: string;
  /** In whose words it refuses. */
  api: Api;
  /** @throws PayPalApiError to refuse; then nothing has happened */
  answer(call: Call): Answer;
}
