import { Injectable } from '@nestjs/common';
import type { ConnectionEvent, ConnectionEventType } from '../../contracts/connections.js';
import { MarkedHandlers } from '../../platform/handlers/marked-handlers.js';
import { connectionEventTypes } from './on-connection.js';

/** Every `@OnConnection` method of the product. */
@Injectable()
export class ConnectionHandlers extends MarkedHandlers<ConnectionEventType, ConnectionEvent> {
  protected readonly subject = 'news of connections';
  protected readonly context = 'connection';

  protected typesOf(method: object): readonly ConnectionEventType[] {
    return connectionEventTypes(method);
  }

  protected typeOf({ type }: ConnectionEvent): ConnectionEventType {
    return type;
  }
}
