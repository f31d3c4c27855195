import { SalesforceContactsProvider } from '../../src/providers/salesforce/salesforce.contacts.js';
import { tryContacts } from './contacts.js';
import { describeLive } from './live.js';

const needs = [
  { variable: 'SALESFORCE_CLIENT_ID', is: 'that of an app of the sandbox', pattern: /^\S+$/ },
  { variable: 'SALESFORCE_CLIENT_SECRET', is: 'that of an app of the sandbox', pattern: /^\S+$/ },
  {
    variable: 'SALESFORCE_API_BASE_URL',
    is: 'the address of a sandbox (https://acme--test.sandbox.my.salesforce.com)',
    pattern: /^https:\/\/[\w-]+--[\w-]+\.(sandbox\.)?my\.salesforce\.com\/?$/,
    never: 'https://acme.my.salesforce.com',
  },
];

describeLive('salesforce', needs, (live) => {
  tryContacts(live, SalesforceContactsProvider, { id: '003000000000000AAA', property: 'Hookline_Nope__c' });
});
