import { Module } from '@nestjs/common';
import { ErrorsPageController } from './errors-page.controller.js';

/** The pages that people look at. */
@Module({ controllers: [ErrorsPageController] })
export class ConsoleModule {}
