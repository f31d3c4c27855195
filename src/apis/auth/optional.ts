import type { ApiAuth } from './api-auth.js';

/**
 * A way that may be left out: as long as none of its variables is set, calls go without it. With some of them set, it is
 * wanted, and calls say which is missing.
 */
export function optional(auth: ApiAuth): ApiAuth {
  return { ...auth, isOptional: true };
}
