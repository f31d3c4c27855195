import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { list } from '../../platform/config/values.js';

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
    STRIPE_API_BASE_URL: z
      .string()
      .refine((url) => !URL.canParse(url) || new URL(url).pathname === '/', {
        error: 'must not have a path: Stripe’s SDK appends its own',
      })
      .optional(),
  })
  .transform((env) => ({
    secretKey: env.STRIPE_SECRET_KEY,
    webhookSecrets: env.STRIPE_WEBHOOK_SECRETS,
  }));

export type StripeConfig = z.output<typeof schema>;

/** Stripe's variables, besides those of every road. Without a key Hookline starts all the same; then each call says what is missing. */
export const stripeConfig = defineConfig<StripeConfig>('stripe', schema);
