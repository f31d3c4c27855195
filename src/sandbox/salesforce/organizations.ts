import type { Account } from '../oauth/consent.js';

/** An organisation, and the user who connects it; `detail` is the user's name. */
export interface Organization extends Account {
  readonly userId: string;
  readonly person: string;
  readonly email: string;
}

export const ORGANIZATIONS: readonly [Organization, ...Organization[]] = [
  {
    id: '00D5g00000Sand1EAB',
    name: 'Acme Inc',
    detail: 'ada@acme.example',
    userId: '0055g00000Sand1AAB',
    person: 'Ada Lovelace',
    email: 'ada@acme.example',
  },
  {
    id: '00D5g00000Sand2EAB',
    name: 'Globex',
    detail: 'grace@globex.example',
    userId: '0055g00000Sand2AAB',
    person: 'Grace Hopper',
    email: 'grace@globex.example',
  },
];

/** A record, its fields by their API names. */
export interface SampleRecord {
  readonly type: string;
  readonly fields: Readonly<Record<string, string>> & { readonly Id: string };
}

/** Every organisation begins with the same few. */
export const RECORDS: readonly SampleRecord[] = [
  {
    type: 'Account',
    fields: { Id: '0015g00000Sand1AAB', Name: 'Analytical Engines', Industry: 'Manufacturing' },
  },
  {
    type: 'Contact',
    fields: {
      Id: '0035g00000Sand1AAB',
      FirstName: 'Charles',
      LastName: 'Babbage',
      Email: 'charles@engines.example',
      AccountId: '0015g00000Sand1AAB',
    },
  },
];

/** An organisation by its id. */
export function organizationOf(id: string): Organization {
  return ORGANIZATIONS.find((each) => each.id === id) ?? ORGANIZATIONS[0];
}
