import { Injectable } from '@nestjs/common';
import type { Connection } from '../../contracts/connections.js';

/** Gets connections new tokens: once at a time for each, over all processes. */
@Injectable()
export class Refreshing {
  /**
   * Refreshes a connection now, unless somebody has done so since the caller saw `seenVersion`.
   * @throws ApiError NOT_FOUND, UNPROCESSABLE when its credential cannot be refreshed
   * @throws ConnectionNeedsReauthError when the provider refused for good; IntegrationError when it may go better later
   */
  async refresh(_id: string, _seenVersion?: number): Promise<Connection> {
    throw new Error('to be written');
  }
}
