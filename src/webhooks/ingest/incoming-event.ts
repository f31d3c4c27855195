/** A verified event on its way into the database. */
export interface IncomingEvent {
  provider: string;
  /** The connected account that it came for; empty for the provider's own account. */
  connectionId: string;
  externalId: string;
  type: string;
  occurredAt: Date | undefined;
  receivedAt: Date;
  requestId: string;
  /** The trace in which it came, as W3C writes it. */
  traceparent: string | null;
  headers: Readonly<Record<string, string>>;
  rawBody: Uint8Array;
}

/** What became of an event: `duplicate` when it was there before. */
export type Receipt = 'stored' | 'duplicate';
