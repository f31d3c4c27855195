import { z } from 'zod';
import { defineConfig } from '../../platform/config/config-section.js';
import { baseUrl, list } from '../../platform/config/values.js';

const PRODUCT_COLOR = /^#[0-9a-f]{6}$/i;

const schema = z
  .object({
    PRODUCT_NAME: z.string().trim().max(60, 'must be at most 60 characters').default('Hookline'),
    PRODUCT_COLOR: z.string().regex(PRODUCT_COLOR, 'must be a colour such as #4a154b').optional(),
    RETURN_TO_ALLOWLIST: list().refine((entries) => entries.every(isOrigin), {
      error: 'must be origins without a path, such as https://app.example.com (http:// only for localhost)',
    }),
  })
  .transform((env) => ({
    /** What the pages call the product that a customer connects an account to. */
    productName: env.PRODUCT_NAME,
    /** `#rrggbb`; `undefined` for the pages' own colour. */
    productColor: env.PRODUCT_COLOR,
    /** Where a flow may lead in the end; empty for nowhere but here. */
    returnToOrigins: env.RETURN_TO_ALLOWLIST.map((entry) => new URL(entry).origin),
  }));

export type ConnectConfig = z.output<typeof schema>;

/** How the pages for connecting look, and where they lead. */
export const connectConfig = defineConfig('connect', schema);

function isOrigin(entry: string): boolean {
  return baseUrl().safeParse(entry).success && new URL(entry).pathname === '/';
}
