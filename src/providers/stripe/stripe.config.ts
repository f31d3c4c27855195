import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

/** Stripe's API. */
export const STRIPE_API = 'https://api.stripe.com';

const schema = z
  .object({
    STRIPE_SECRET_KEY: z
      .string()
      .regex(/^[sr]k_[\w-]+$/, { error: 'must be a secret or restricted key of Stripe (sk_… or rk_…)' })
      .optional(),
    STRIPE_WEBHOOK_SECRETS: list().refine(
      (secrets) => secrets.every((secret) => /^whsec_\S+$/.test(secret)),
      {
        error: 'must be signing secrets of Stripe (whsec_…), separated by commas',
      },
    ),
    STRIPE_API_BASE_URL: baseUrl()
      .refine((url) => new URL(url).pathname === '/', {
        error: 'must not have a path: Stripe’s SDK appends its own',
      })
      .default(STRIPE_API),
    STRIPE_CLIENT_ID: z
      .string()
      .regex(/^ca_\w+$/, { error: 'must be the client id of a Connect platform (ca_…)' })
      .optional(),
    STRIPE_CONNECT_BASE_URL: baseUrl().default('https://connect.stripe.com'),
  })
  .transform((env, context) => {
    if (env.STRIPE_CLIENT_ID && !env.STRIPE_SECRET_KEY) {
      const message = 'STRIPE_CLIENT_ID needs STRIPE_SECRET_KEY, the key of the same platform';
      context.addIssue({ code: 'custom', path: ['STRIPE_SECRET_KEY'], message });
    }
    return {
      secretKey: env.STRIPE_SECRET_KEY,
      webhookSecrets: env.STRIPE_WEBHOOK_SECRETS,
      clientId: env.STRIPE_CLIENT_ID,
      connectBaseUrl: env.STRIPE_CONNECT_BASE_URL,
      baseUrl: env.STRIPE_API_BASE_URL,
    };
  });

export type StripeConfig = z.output<typeof schema>;

/** Stripe's variables, besides those of every road. Without a key Hookline starts all the same; then each call says what is missing. */
export const stripeConfig = defineConfig<StripeConfig>('stripe', schema);
