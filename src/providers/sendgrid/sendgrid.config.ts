import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';
import { mailbox } from './mail/mailbox.js';
import { publicKeyOf } from './webhooks/public-keys.js';

/** SendGrid's API; accounts in the EU have theirs at `https://api.eu.sendgrid.com`. */
export const SENDGRID_API = 'https://api.sendgrid.com';

/** An API key: `SG.`, its id, and its secret part. */
export const API_KEY = /^SG\.(?<id>[\w-]{10,})\.[\w-]{10,}$/;

const schema = z
  .object({
    SENDGRID_API_KEY: z
      .string()
      .trim()
      .regex(API_KEY, { error: 'must be an API key of SendGrid (SG.….…)' })
      .optional(),
    SENDGRID_FROM: mailbox().optional(),
    SENDGRID_WEBHOOK_PUBLIC_KEYS: list().refine((keys) => keys.every(publicKeyOf), {
      error:
        'must be verification keys of SendGrid’s signed event webhook (base64, MFkwEwYHKo…), separated by commas',
    }),
    SENDGRID_API_BASE_URL: baseUrl().default(SENDGRID_API),
  })
  .transform((env) => ({
    apiKey: env.SENDGRID_API_KEY,
    from: env.SENDGRID_FROM,
    webhookPublicKeys: env.SENDGRID_WEBHOOK_PUBLIC_KEYS,
    baseUrl: env.SENDGRID_API_BASE_URL,
  }));

export type SendGridConfig = z.output<typeof schema>;

/** SendGrid's variables. Without a key Hookline starts all the same, and refuses SendGrid's webhooks. */
export const sendgridConfig = defineConfig<SendGridConfig>('sendgrid', schema);
