import { beforeAll, expect } from 'vitest';
import { HubSpotContactsProvider } from '../../src/providers/hubspot/hubspot.contacts.js';
import { tryContacts } from './contacts.js';
import { describeLive } from './live.js';

const needs = [
  {
    variable: 'HUBSPOT_ACCESS_TOKEN',
    is: 'the token of a private app (pat-…) of a test account',
    pattern: /^pat-/,
  },
];

describeLive('hubspot', needs, (live) => {
  beforeAll(async () => {
    expect(await accountTypeOf(live.variable('HUBSPOT_ACCESS_TOKEN'))).toMatch(/^(DEVELOPER_TEST|SANDBOX)$/);
  });

  tryContacts(live, HubSpotContactsProvider, { id: '999999999999', property: 'no_such_property' });
});

/**
 * A token does not show what kind of account it is for; HubSpot tells.
 * @see https://developers.hubspot.com/docs/api-reference/legacy/account/account-information/get-account-details
 */
async function accountTypeOf(token: string): Promise<unknown> {
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch('https://api.hubapi.com/account-info/v3/details', { headers });
  const { accountType } = (await answer.json()) as { accountType?: unknown };
  return accountType ?? `unknown: HubSpot answered ${answer.status}`;
}
