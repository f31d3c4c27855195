import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

/** PayPal's live API; the sandbox is `https://api-m.sandbox.paypal.com`. */
export const PAYPAL_API = 'https://api-m.paypal.com';

const schema = z
  .object({
    PAYPAL_CLIENT_ID: z.string().optional(),
    PAYPAL_CLIENT_SECRET: z.string().optional(),
    PAYPAL_WEBHOOK_ID: list().refine((ids) => ids.every((id) => /^[a-zA-Z0-9]{1,50}$/.test(id)), {
      error: 'must be ids of webhooks at PayPal (letters and digits), separated by commas',
    }),
    PAYPAL_WEBHOOK_VERIFICATION: z
      .enum(['certificate', 'api'], { error: 'must be certificate or api' })
      .default('certificate'),
    PAYPAL_API_BASE_URL: baseUrl().default(PAYPAL_API),
  })
  .transform((env, context) => {
    const { PAYPAL_CLIENT_ID: clientId, PAYPAL_CLIENT_SECRET: clientSecret } = env;
    const client = clientId && clientSecret ? { clientId, clientSecret } : undefined;
    const byApi = env.PAYPAL_WEBHOOK_VERIFICATION === 'api';
    if (!client && (clientId || clientSecret || byApi)) {
      context.addIssue({
        code: 'custom',
        path: [clientId ? 'PAYPAL_CLIENT_SECRET' : 'PAYPAL_CLIENT_ID'],
        message: byApi
          ? 'PAYPAL_WEBHOOK_VERIFICATION=api needs PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET'
          : 'PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET belong together: set both',
      });
    }
    return {
      client,
      webhookIds: env.PAYPAL_WEBHOOK_ID,
      webhookVerification: env.PAYPAL_WEBHOOK_VERIFICATION,
      baseUrl: env.PAYPAL_API_BASE_URL,
    };
  });

export type PayPalConfig = z.output<typeof schema>;

/** PayPal's variables, besides those of every road. Without credentials Hookline starts all the same. */
export const paypalConfig = defineConfig<PayPalConfig>('paypal', schema);
