import type { Account } from '../oauth/consent.js';

/** A Google account; `id` is the `sub` of its id tokens, `detail` its e-mail address. */
export type Person = Account;

export const PEOPLE: readonly Person[] = [
  { id: '104857600000000000001', name: 'Ada Lovelace', detail: 'ada@analytical.example' },
  { id: '104857600000000000002', name: 'Grace Hopper', detail: 'grace@compilers.example' },
];

/** A calendar in somebody's list. */
export interface Calendar {
  readonly id: string;
  readonly summary: string;
  readonly accessRole: 'owner' | 'reader';
  readonly primary?: true;
}

/** What an account sees: its own calendar, and two that everybody shares. */
export function calendarsOf(account: string): readonly Calendar[] {
  const email = PEOPLE.find(({ id }) => id === account)?.detail;
  return [
    ...(email === undefined
      ? []
      : [{ id: email, summary: email, accessRole: 'owner', primary: true } as const]),
    { id: 'deliveries@group.calendar.google.com', summary: 'Deliveries', accessRole: 'owner' },
    { id: 'holidays@group.v.calendar.google.com', summary: 'Holidays', accessRole: 'reader' },
  ];
}
