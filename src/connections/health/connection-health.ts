import { Injectable } from '@nestjs/common';
import type { Connection } from '../../contracts/connections.js';

/** How a connection does, for the product and its customer. */
export type HealthState =
  'ok' | 'expiring' | 'scope_missing' | 'needs_reauth' | 'revoked' | 'disconnected' | 'provider_down';

export interface ConnectionHealth {
  readonly state: HealthState;
  /** Fit to be shown to the customer. */
  readonly message: string;
  /** Where the customer mends it; `undefined` when there is nothing to mend. A page that makes a link, for the admin. */
  readonly mendUrl: string | undefined;
  readonly scopes: {
    readonly granted: readonly string[];
    readonly needed: readonly string[];
    readonly missing: readonly string[];
  };
}

/** Tells how connections do, from what is known here: no call to the provider. */
@Injectable()
export class ConnectionHealthReport {
  /** For a page of connections at once. */
  async of(_connections: readonly Connection[]): Promise<ReadonlyMap<string, ConnectionHealth>> {
    throw new Error('to be written');
  }
}
