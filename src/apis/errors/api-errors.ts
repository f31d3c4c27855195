import type { FieldIssue } from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';

/** What a refusal means for who has called. */
export type ErrorMeaning =
  | 'authentication'
  | 'permission'
  | 'not_found'
  | 'validation'
  | 'conflict'
  | 'unprocessable'
  | 'rate_limit'
  | 'unavailable'
  | 'other';

/** What an API says when it refuses. */
export interface ErrorWords {
  /** Its own word: `card_declined`. */
  readonly code?: string;
  /** For people. */
  readonly message?: string;
  /** Its id of the request, to quote to its support. */
  readonly requestId?: string;
  /** What is wrong with which field. */
  readonly fields?: readonly FieldIssue[];
  /** What it means, where the words say so better than the status does; `ApiErrors.meanings` win. */
  readonly meaning?: ErrorMeaning;
}

/** How an API's refusals are understood. */
export interface ApiErrors {
  /**
   * Finds the API's words in a refusal. Whatever it throws counts as no words.
   * @default RFC 9457 problem details, and the usual `error`, `message`, `errors`
   */
  read?(body: unknown, response: OutboundResponse): ErrorWords;
  /** By the API's own code, or by HTTP status. What is missing is understood by its status. */
  readonly meanings?: Readonly<Record<string, ErrorMeaning>>;
}
