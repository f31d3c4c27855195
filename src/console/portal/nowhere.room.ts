import { Get } from '@nestjs/common';
import { ApiError } from '../../platform/http/api-error.js';
import { PortalRoom } from './frame/portal-room.js';

/** Addresses of the portal at which there is nothing. */
@PortalRoom('')
export class NowhereRoom {
  /** @throws ApiError NOT_FOUND always, which is shown as a page */
  @Get('*')
  notFound(): never {
    throw new ApiError('NOT_FOUND', 'There is no such page.');
  }
}
