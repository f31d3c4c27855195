import { Module, type DynamicModule } from '@nestjs/common';
import { ConsoleModule } from './console/console.module.js';
import { HealthModule } from './health/health.module.js';
import { OutboundServicesModule } from './outbound/outbound-services.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import type { Environment } from './platform/config/config-section.js';
import { PlatformModule } from './platform/platform.module.js';
import { StripeModule } from './providers/stripe/stripe.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The whole house. A new provider is a folder below `providers/` and its line here. */
@Module({})
export class HooklineModule {
  static forRoot(environment: Environment): DynamicModule {
    return {
      module: HooklineModule,
      imports: [
        PlatformModule.forRoot(environment),
        OutboundServicesModule,
        StripeModule,
        WebhooksModule,
        PaymentsModule,
        HealthModule,
        ConsoleModule,
      ],
      exports: [PaymentsModule, WebhooksModule, OutboundServicesModule],
    };
  }
}
