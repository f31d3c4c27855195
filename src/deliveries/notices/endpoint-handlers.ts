import { Injectable } from '@nestjs/common';
import type { EndpointNews } from '../../contracts/events.js';
import { MarkedHandlers } from '../../platform/handlers/marked-handlers.js';
import { endpointNewsTypes, type EndpointNewsType } from './on-endpoint.js';

/** Every `@OnEndpoint` method of the product. */
@Injectable()
export class EndpointHandlers extends MarkedHandlers<EndpointNewsType, EndpointNews> {
  protected readonly subject = 'news of endpoints';
  protected readonly context = 'endpoint';

  protected typesOf(method: object): readonly EndpointNewsType[] {
    return endpointNewsTypes(method);
  }

  protected typeOf(): EndpointNewsType {
    return 'disabled';
  }
}
