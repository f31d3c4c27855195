import { Controller, UseFilters, UseGuards, UsePipes, applyDecorators } from '@nestjs/common';
import { ApiAccessGuard } from '../api-access/api-access.guard.js';
import { ApiThrottleGuard } from '../throttling/api-throttle.guard.js';
import { ErrorFilter } from './error.filter.js';
import { SecurityHeaders } from './security-headers.js';
import { ValidationPipe } from './validation.pipe.js';

/**
 * A controller of Hookline's API: behind an API key or access token, at a bounded pace, checked by its schemas, answering
 * in the error format. Bound here rather than globally, so that a product's own controllers in the same application stay
 * as they are.
 */
export function ApiController(path: string): ClassDecorator {
  return applyDecorators(
    Controller(path),
    SecurityHeaders(),
    UseGuards(ApiAccessGuard, ApiThrottleGuard),
    UseFilters(ErrorFilter),
    UsePipes(ValidationPipe),
  );
}
