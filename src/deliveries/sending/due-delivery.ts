/** A delivery that this process has claimed, with all that is needed to send it. */
export interface DueDelivery {
  readonly id: string;
  /** Which attempt is next, from 1. */
  readonly number: number;
  /** How many attempts were before it was last replayed. */
  readonly earlier: number;
  readonly orderKey: string | null;
  readonly endpointId: string;
  /** Under which what is known of the endpoint is kept. */
  readonly endpointVersion: number;
  /** The endpoint gets nothing but a ping which it has to answer. */
  readonly unproved: boolean;
  /** Since when every attempt at the endpoint has failed. */
  readonly failingSince: Date | null;
  readonly eventId: string;
  readonly type: string;
  readonly subject: string | null;
  /** JSON; null where the endpoint wants none. */
  readonly data: string | null;
  /** JSON of an object: the data of older versions, by version. */
  readonly versions: string | null;
  /** The version that the endpoint is set to. */
  readonly apiVersion: string | null;
  readonly publishedAt: Date;
  /** The X-Request-ID of whoever published it. */
  readonly requestId: string | null;
  /** The trace in which it was published, as W3C writes it. */
  readonly traceparent: string | null;
}
