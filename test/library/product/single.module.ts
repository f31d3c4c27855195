import { Module } from '@nestjs/common';
import { PlatformModule, StripeModule, WebhooksModule } from 'hookline';
import { OrdersModule } from './orders.js';
import { Settings, SettingsModule } from './settings.js';

/** Payments with Stripe and its webhooks; no console, no other provider. */
@Module({
  imports: [
    PlatformModule.forRootAsync({
      imports: [SettingsModule],
      inject: [Settings],
      useFactory: (settings: Settings) => settings.hookline(),
    }),
    StripeModule,
    WebhooksModule,
    OrdersModule,
  ],
})
export class SingleModule {}
