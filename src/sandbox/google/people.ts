import type { Account } from '../oauth/consent.js';

/** A Google account; `id` is the `sub` of its id tokens, `detail` its e-mail address. */
export type Person = Account;

export const PEOPLE: readonly Person[] = [
  { id: '104857600000000000001', name: 'Ada Lovelace', detail: 'ada@analytical.example' },
  { id: '104857600000000000002', name: 'Grace Hopper', detail: 'grace@compilers.example' },
];

/** The e-mail address of the sandbox's service account, by which its grants know it, too. */
export const SERVICE_ACCOUNT = 'hookline@sandbox.iam.gserviceaccount.com';

/** The e-mail address of the account that gave a grant. */
export function emailOf(account: string): string {
  return PEOPLE.find(({ id }) => id === account)?.detail ?? account;
}
