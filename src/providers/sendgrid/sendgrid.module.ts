import { Module } from '@nestjs/common';
import { SendGridAccount } from './sendgrid.account.js';
import { sendgridConfig } from './sendgrid.config.js';
import { SendGridWebhooks } from './sendgrid.webhooks.js';

/** SendGrid: connected accounts and webhooks. */
@Module({ providers: [sendgridConfig.provider(), SendGridAccount, SendGridWebhooks] })
export class SendGridModule {}
