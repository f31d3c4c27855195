import type { OrderLine } from '../handlers/order-lines.js';
import type { IncomingEvent, Receipt } from './incoming-event.js';
import type { StoredBody } from './stored-body.js';

/** An event that waits for its commit, and what its sender is to be told. */
export interface WaitingEvent {
  /** Its id in the database, if it turns out to be new. */
  id: string;
  event: IncomingEvent;
  stored: StoredBody;
  /** The lines in which its ordered handlers will take it. */
  lines: readonly OrderLine[];
  resolve: (receipt: Receipt) => void;
  reject: (error: unknown) => void;
}
