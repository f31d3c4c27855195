import { Injectable } from '@nestjs/common';
import type { Connection } from '../../contracts/connections.js';
import type { Actor } from '../../platform/audit/audit-log.js';

/** Ends connections. */
@Injectable()
export class Disconnecting {
  /**
   * Ends a connection here and at the provider: its credential is deleted whatever the provider answers. `revoked` says
   * whether the provider has confirmed it. Idempotent.
   * @throws ApiError NOT_FOUND
   */
  async disconnect(_id: string, _actor: Actor): Promise<{ connection: Connection; revoked: boolean }> {
    throw new Error('to be written');
  }

  /** Notes that access was withdrawn at the provider (a webhook, a refused key): calls fail at once from now on. */
  async markRevoked(_id: string, _reason: string): Promise<void> {
    throw new Error('to be written');
  }
}
