import { Injectable } from '@nestjs/common';
import type { Authorization } from '../../outbound/authorization/authorization.js';

/**
 * Puts the credentials of connections on the calls that act for them.
 * A provider's road takes {@link forProvider} as its policy's `authorization`.
 */
@Injectable()
export class ConnectionAuthorizations {
  /** @param own for calls that act for no connection: the environment's credential */
  forProvider(_provider: string, _own?: Authorization): Authorization {
    throw new Error('to be written');
  }
}
