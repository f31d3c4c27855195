import { Controller, UseFilters, UseGuards, UsePipes, applyDecorators } from '@nestjs/common';
import { ApiKeyGuard } from '../api-keys/api-key.guard.js';
import { ErrorFilter } from './error.filter.js';
import { ValidationPipe } from './validation.pipe.js';

/**
 * A controller of Hookline's API: behind an API key, checked by its schemas, answering in the error format. Bound here
 * rather than globally, so that a product's own controllers in the same application stay as they are.
 */
export function ApiController(path: string): ClassDecorator {
  return applyDecorators(
    Controller(path),
    UseGuards(ApiKeyGuard),
    UseFilters(ErrorFilter),
    UsePipes(ValidationPipe),
  );
}
