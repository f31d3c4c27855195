import { Global, Module } from '@nestjs/common';
import { AssetsController } from '../assets/assets.controller.js';
import { ConsoleSessions } from '../sign-in/console-sessions.js';

/** What every room stands in: who is signed in, style and scripts. Global, because each room's guard needs it. */
@Global()
@Module({ controllers: [AssetsController], providers: [ConsoleSessions], exports: [ConsoleSessions] })
export class ConsoleFrameModule {}
