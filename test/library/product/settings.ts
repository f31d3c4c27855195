import { Injectable, Module } from '@nestjs/common';
import type { Environment } from 'hookline';

/** The product's own configuration, as its ConfigService would have it. */
@Injectable()
export class Settings {
  hookline(): Environment {
    return { ...process.env, LOG_LEVEL: 'warn' };
  }
}

@Module({ providers: [Settings], exports: [Settings] })
export class SettingsModule {}
