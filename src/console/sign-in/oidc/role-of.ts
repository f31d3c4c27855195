import type { AdminRole } from '../../../platform/database/generated/enums.js';
import type { OidcConfig } from './oidc.config.js';

/**
 * The role in which a person may sign in; `undefined` when in none. Who is named by their own address is not taken for
 * one of their domain; named for both roles, they are an admin.
 */
export function roleOf(email: string, people: OidcConfig['people']): AdminRole | undefined {
  const address = email.toLowerCase();
  const domain = address.slice(address.lastIndexOf('@'));
  for (const entry of [address, domain]) {
    if (people.admin.includes(entry)) return 'admin';
    if (people.viewer.includes(entry)) return 'viewer';
  }
  return undefined;
}
