import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { list } from '../../platform/config/values.js';
import { publicKeyOf } from './sendgrid.public-keys.js';

const schema = z
  .object({
    SENDGRID_WEBHOOK_PUBLIC_KEYS: list().refine((keys) => keys.every(publicKeyOf), {
      error:
        'must be verification keys of SendGrid’s signed event webhook (base64, MFkwEwYHKo…), separated by commas',
    }),
  })
  .transform((env) => ({ webhookPublicKeys: env.SENDGRID_WEBHOOK_PUBLIC_KEYS }));

export type SendGridConfig = z.output<typeof schema>;

/** SendGrid's variables. Without a key Hookline starts all the same, and refuses SendGrid's webhooks. */
export const sendgridConfig = defineConfig<SendGridConfig>('sendgrid', schema);
