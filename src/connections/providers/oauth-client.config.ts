import type { z } from 'zod';
import type { OAuthClient } from '../../contracts/connections.js';

/** A variable's name and what it holds. */
type Variable = readonly [name: string, value: string | undefined];

/**
 * The OAuth client that two variables describe, which belong together.
 * @param context of the section's transform: told when one of them is missing
 */
export function oauthClient(
  [idVariable, clientId]: Variable,
  [secretVariable, clientSecret]: Variable,
  context: z.RefinementCtx,
): OAuthClient | undefined {
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (clientId || clientSecret) {
    context.addIssue({
      code: 'custom',
      path: [clientId ? secretVariable : idVariable],
      message: `${idVariable} and ${secretVariable} belong together: set both`,
    });
  }
  return undefined;
}
