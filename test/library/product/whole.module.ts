import { Module } from '@nestjs/common';
import { HooklineModule } from 'hookline';
import { OrdersModule } from './orders.js';
import { Settings, SettingsModule } from './settings.js';

/** All of Hookline in the product's application. */
@Module({
  imports: [
    HooklineModule.forRootAsync({
      imports: [SettingsModule],
      inject: [Settings],
      useFactory: (settings: Settings) => settings.hookline(),
    }),
    OrdersModule,
  ],
})
export class WholeModule {}
