import { z } from 'zod';
import { PASSWORD_LENGTH } from '../../platform/admins/password.js';
import { defineConfig } from '../../platform/config/config-section.js';

const schema = z
  .object({
    ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
    ADMIN_PASSWORD: z
      .string()
      .min(PASSWORD_LENGTH, `must have at least ${PASSWORD_LENGTH} characters`)
      .optional(),
  })
  .transform(({ ADMIN_EMAIL: email, ADMIN_PASSWORD: password }, context) => {
    if (email && password) return { email: email.toLowerCase(), password };
    if (email || password) {
      const missing = email ? 'ADMIN_PASSWORD' : 'ADMIN_EMAIL';
      context.addIssue({ code: 'custom', path: [missing], message: 'must be set, too: both or none' });
      return z.NEVER;
    }
    return undefined;
  });

/** The admin of the environment; none without `ADMIN_EMAIL` and `ADMIN_PASSWORD`. */
export type AdminConfig = z.output<typeof schema>;

export const adminConfig = defineConfig('admin', schema);
