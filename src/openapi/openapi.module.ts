import { Module } from '@nestjs/common';
import { DocsController } from './docs.controller.js';
import { OpenApiController } from './openapi.controller.js';

/** `/openapi.json`, and the same to read at `/docs`. */
@Module({ controllers: [OpenApiController, DocsController] })
export class OpenApiModule {}
