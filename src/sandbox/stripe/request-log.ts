/** A request that the API received. */
export interface LoggedRequest {
  id: string;
  method: string;
  /** Without the query. */
  path: string;
  idempotencyKey: string | undefined;
  /** Absent while it is under way, and when the connection was broken by a fault. */
  status?: number;
}

const KEPT = 5000;

/** The most recent requests, oldest first. */
export class RequestLog {
  private readonly entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): LoggedRequest {
    this.entries.push(entry);
    // In batches, since removing from the front moves all the rest.
    if (this.entries.length > 2 * KEPT) this.entries.splice(0, this.entries.length - KEPT);
    return entry;
  }

  recent(): readonly LoggedRequest[] {
    return this.entries.slice(-KEPT);
  }
}
