import { z } from 'zod';
import { defineConfig } from '../config/config-section.js';
import { isTrustedAddress } from './issuer-fetch.js';

const address = () =>
  z.string().refine((text) => URL.canParse(text) && isTrustedAddress(new URL(text)), {
    error: 'must be an https:// address (http:// only for localhost), without user, query or fragment',
  });

const schema = z
  .object({
    // Not shortened by a slash at its end: it has to be the very text that tokens have as `iss`.
    JWT_ISSUER: address().optional(),
    JWT_AUDIENCE: z.string().optional(),
    JWT_JWKS_URL: address().optional(),
    JWT_SCOPE_CLAIM: z.string().default('scope'),
  })
  .superRefine((env, context) => {
    if (env.JWT_ISSUER && !env.JWT_AUDIENCE) {
      context.addIssue({
        code: 'custom',
        path: ['JWT_AUDIENCE'],
        message: 'must be set with JWT_ISSUER: what its tokens for this service have as aud',
      });
    }
    for (const variable of ['JWT_AUDIENCE', 'JWT_JWKS_URL'] as const) {
      if (env.JWT_ISSUER || !env[variable]) continue;
      context.addIssue({ code: 'custom', path: [variable], message: 'says nothing without JWT_ISSUER' });
    }
  })
  .transform((env) => ({
    /** Whose access tokens are accepted, and for what; `undefined`: nobody's. */
    trusted:
      env.JWT_ISSUER && env.JWT_AUDIENCE
        ? { issuer: env.JWT_ISSUER, audience: env.JWT_AUDIENCE, jwksUrl: env.JWT_JWKS_URL }
        : undefined,
    /** The claim that has the scopes: words with spaces between, or a list. */
    scopeClaim: env.JWT_SCOPE_CLAIM,
  }));

export type AccessTokensConfig = z.output<typeof schema>;
export type TrustedIssuer = NonNullable<AccessTokensConfig['trusted']>;

export const accessTokensConfig = defineConfig('accessTokens', schema);
