/** A webhook as it came over the wire: header names in lower case, the body byte for byte. */
export interface WebhookRequest {
  /** `POST`. */
  method: string;
  /** The public address that it was sent to, with its query: some signatures cover it. */
  url: string;
  headers: WebhookHeaders;
  rawBody: Uint8Array;
  /** When it arrived; the clock for the age of its signature. */
  receivedAt: Date;
}

export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One event out of a verified request. One request may carry many. */
export interface WebhookEnvelope {
  /**
   * The provider's id of the event, or a digest where it gives none: a repeat is recognised by it. 1 to 255 printable
   * ASCII characters, unique among the events of one provider and account.
   */
  externalId: string;
  /** The provider's name of the event: `payment_intent.succeeded`. 1 to 255 printable ASCII characters. */
  type: string;
  /** When it happened, by the provider's clock. */
  occurredAt: Date | undefined;
  /** The bytes of this event: the whole body, or its share where one request carries many. */
  rawBody: Uint8Array;
}

/** What a request is answered with, beyond 200. */
export interface WebhookAnswer {
  contentType: string;
  body: string;
}

/** A verified event as it lies in the database. */
export interface StoredWebhook extends WebhookEnvelope {
  headers: WebhookHeaders;
  receivedAt: Date;
  /** The connected account that it came for; `undefined` for the provider's own account. */
  connectionId: string | undefined;
}

/** A provider's side of the road in, marked by `@WebhookSourceFacet`. */
export interface WebhookSource {
  /** The variable that holds the secrets of the provider's own account, to be named when there is none. */
  readonly secretVariable: string;
  /**
   * The secrets of the provider's own account, from the environment; any of them is good, so that they can be rotated.
   * Empty: its webhooks cannot be verified. What a secret is depends on the provider: a signing secret, a public key, a
   * channel token, a webhook id.
   */
  readonly secrets: readonly string[];
  /**
   * Whether {@link verify} asks the provider about a request. Then it is asked once about each, and never to find out why
   * one was refused: whoever sends forgeries would have us call the provider hundreds of times. @default false
   */
  readonly verifiesRemotely?: boolean;
  /**
   * Checks who sent the request and when, then reads it. Called with untrusted bytes, and with the secrets of the account
   * that the request names. Pure: it stores nothing and changes nothing.
   * @throws InvalidSignatureError when the request is not the provider's, or too old or too new
   * @throws MalformedWebhookError when it is the provider's, but cannot be read
   */
  verify(
    request: WebhookRequest,
    secrets: readonly string[],
  ): readonly WebhookEnvelope[] | Promise<readonly WebhookEnvelope[]>;
  /** What the provider wants to read once the events are durable. Without it: how many were stored, as JSON. */
  answer?(request: WebhookRequest): WebhookAnswer;
  /** The payload for handlers, from the stored bytes of a verified event. */
  parse(event: StoredWebhook): unknown;
  /**
   * What the product gave to the object that an event is about, for the timeline: `{ order_id: '42' }`. Without it, the
   * events of a source are found by what their handlers do. Pure.
   */
  metadataOf?(payload: unknown): Readonly<Record<string, unknown>>;
  /**
   * Fetches the payload for handlers from the provider's API, where a request proves too little to be believed or says
   * too little to be of use. Called by the worker before the handlers, never at the door. What it throws is a failure
   * of the handlers, which are tried again.
   */
  fetchState?(event: StoredWebhook, signal: AbortSignal): Promise<unknown>;
}

/** A provider's own log of events, marked by `@EventLogFacet`: where to look for what never arrived. */
export interface EventLog {
  /** Whether there are credentials to read it with. */
  readonly configured: boolean;
  /**
   * The events of these types that happened since, in any order. Those that arrived long ago may be among them.
   * @param types as a handler names them; never empty
   */
  events(since: Date, types: readonly string[], signal: AbortSignal): AsyncIterable<WebhookEnvelope>;
}

/** Why a request was not believed. */
export type SignatureFault = 'missing' | 'malformed' | 'stale' | 'mismatch';

export interface InvalidSignatureErrorOptions extends ErrorOptions {
  /** When a `stale` request says that it was signed: as of then, the rest of it can still be verified. */
  signedAt?: Date;
}

/** The request is not the provider's, or not from now. Answered 401; no event is stored. */
export class InvalidSignatureError extends Error {
  override readonly name = 'InvalidSignatureError';
  /** When it says that it was signed; only of a `stale` one. Not proven. */
  readonly signedAt: Date | undefined;

  constructor(
    readonly fault: SignatureFault,
    message: string,
    { signedAt, ...options }: InvalidSignatureErrorOptions = {},
  ) {
    super(message, options);
    this.signedAt = signedAt;
  }
}

/** The signature is good, but the body is not an event. Answered 400; nothing is stored. */
export class MalformedWebhookError extends Error {
  override readonly name = 'MalformedWebhookError';

  constructor(
    readonly code: 'MALFORMED_JSON' | 'VALIDATION_ERROR',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The events that each provider sends, by type. A provider's module adds its own by declaration merging, and
 * `@OnWebhook` completes provider, type and payload from here.
 */
export interface WebhookEventTypes {}

export type WebhookProvider = Extract<keyof WebhookEventTypes, string>;
export type WebhookType<P extends WebhookProvider> = Extract<keyof WebhookEventTypes[P], string>;

/** A stored event as a handler sees it. */
export interface WebhookEvent<P extends WebhookProvider, T extends WebhookType<P>> {
  /** Our id, as in `GET /v1/webhook-events/:id`. */
  id: string;
  provider: P;
  type: T;
  /** The connected account that it came for; `undefined` for the provider's own account. */
  connectionId: string | undefined;
  /** The provider's id of the event. */
  externalId: string;
  payload: WebhookEventTypes[P][T];
  occurredAt: Date | undefined;
  receivedAt: Date;
  /** 1 on the first run of this handler. */
  attempt: number;
}
