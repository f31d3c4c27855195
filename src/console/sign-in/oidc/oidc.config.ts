import { z } from 'zod';
import { defineConfig } from '../../../platform/config/config-section.js';
import { baseUrl, list } from '../../../platform/config/values.js';

/** Who signs in: one address, or everybody of a domain. */
const PERSON = /^([^\s@,]+)?@[^\s@,]+$/;

const NEEDED = ['ADMIN_OIDC_ISSUER', 'ADMIN_OIDC_CLIENT_ID', 'ADMIN_OIDC_CLIENT_SECRET'] as const;

const schema = z
  .object({
    // Not `baseUrl()` itself: an issuer is compared as it is written, its slash at the end included.
    ADMIN_OIDC_ISSUER: z
      .string()
      .refine((text) => baseUrl().safeParse(text).success, {
        error: 'must be an https:// address (http:// only for localhost), as the issuer writes it',
      })
      .optional(),
    ADMIN_OIDC_CLIENT_ID: z.string().optional(),
    ADMIN_OIDC_CLIENT_SECRET: z.string().optional(),
    ADMIN_OIDC_NAME: z.string().max(60).default('single sign-on'),
    ADMIN_OIDC_ADMINS: people(),
    ADMIN_OIDC_VIEWERS: people(),
    ADMIN_PASSWORD_SIGN_IN: z.enum(['on', 'off']).default('on'),
  })
  .superRefine((env, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const missing = NEEDED.filter((variable) => !env[variable]);
    if (missing.length > 0 && missing.length < NEEDED.length) {
      for (const variable of missing)
        refuse(variable, 'must be set, too: issuer, client id and secret belong together');
    }
    if (
      missing.length < NEEDED.length &&
      env.ADMIN_OIDC_ADMINS.length + env.ADMIN_OIDC_VIEWERS.length === 0
    ) {
      refuse('ADMIN_OIDC_ADMINS', 'must be set, or nobody may sign in: ada@example.com,@example.org');
    }
    if (missing.length > 0 && env.ADMIN_PASSWORD_SIGN_IN === 'off') {
      refuse(
        'ADMIN_PASSWORD_SIGN_IN',
        'must not be off without ADMIN_OIDC_ISSUER: there would be no way to sign in',
      );
    }
  })
  .transform((env) => {
    const { ADMIN_OIDC_ISSUER: issuer, ADMIN_OIDC_CLIENT_ID: clientId } = env;
    const clientSecret = env.ADMIN_OIDC_CLIENT_SECRET;
    return {
      /** Whether the page asks for a password, too. */
      passwords: env.ADMIN_PASSWORD_SIGN_IN === 'on',
      /** None without `ADMIN_OIDC_ISSUER`. */
      issuer:
        issuer && clientId && clientSecret
          ? { url: issuer, clientId, clientSecret, name: env.ADMIN_OIDC_NAME }
          : undefined,
      /** E-mail addresses and `@domain`s, in small letters. */
      people: { admin: env.ADMIN_OIDC_ADMINS, viewer: env.ADMIN_OIDC_VIEWERS },
    };
  });

/** Sign-in at an OpenID Connect issuer, beside passwords or in their place. */
export type OidcConfig = z.output<typeof schema>;

export const oidcConfig = defineConfig('admin oidc', schema);

function people() {
  return list()
    .refine((entries) => entries.every((entry) => PERSON.test(entry)), {
      error:
        'must be e-mail addresses or @domains, separated by commas, such as ada@example.com,@example.org',
    })
    .transform((entries) => entries.map((entry) => entry.toLowerCase()));
}
