import { Get } from '@nestjs/common';
import { ApiError } from '../../platform/http/api-error.js';
import { Room } from './room.js';

/** Addresses of the console that no room has. */
@Room('')
export class NotFoundRoom {
  /** @throws ApiError NOT_FOUND always, which is shown as a page */
  @Get('*')
  notFound(): never {
    throw new ApiError('NOT_FOUND', 'There is no such page. It may have moved: see the navigation.');
  }
}
