import { Module } from '@nestjs/common';
import { sendgridConfig } from './sendgrid.config.js';
import { SendGridWebhooks } from './sendgrid.webhooks.js';

/** SendGrid: webhooks. */
@Module({ providers: [sendgridConfig.provider(), SendGridWebhooks] })
export class SendGridModule {}
