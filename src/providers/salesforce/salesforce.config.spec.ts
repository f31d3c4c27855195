import { expect, it } from 'vitest';
import { salesforceConfig } from './salesforce.config.js';

const client = {
  SALESFORCE_API_BASE_URL: 'https://mydomain.my.salesforce.com/',
  SALESFORCE_CLIENT_ID: 'consumer-key',
  SALESFORCE_CLIENT_SECRET: 'consumer-secret',
};

it('needs nothing to start', () => {
  expect(salesforceConfig.read({})).toMatchObject({ organizationIds: [], client: undefined });
});

it('reads organisations and the client', () => {
  expect(
    salesforceConfig.read({ SALESFORCE_ORGANIZATION_IDS: '00DD0000000FH8l,00DD0000000FH8mMAG', ...client }),
  ).toMatchObject({
    organizationIds: ['00DD0000000FH8l', '00DD0000000FH8mMAG'],
    client: { baseUrl: 'https://mydomain.my.salesforce.com', id: 'consumer-key', secret: 'consumer-secret' },
  });
});

it('has no client of its own without an address, but an app to connect organisations with', () => {
  const config = salesforceConfig.read({ ...client, SALESFORCE_API_BASE_URL: '' });
  expect(config.client).toBeUndefined();
  expect(config.app).toEqual({ clientId: 'consumer-key', clientSecret: 'consumer-secret' });
  expect(config.loginUrl).toBe('https://login.salesforce.com');
});

it.each(['SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'])('misses %s', (variable) => {
  const read = () => salesforceConfig.read({ ...client, [variable]: '' });
  expect(read).toThrow(`${variable}: SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET belong together`);
  expect(read).not.toThrow(/consumer-/);
});

it.each([
  ['SALESFORCE_ORGANIZATION_IDS', '001D000000IqhSLIAZ'],
  ['SALESFORCE_ORGANIZATION_IDS', '00DD0000000FH8lM'],
  ['SALESFORCE_API_BASE_URL', 'http://mydomain.my.salesforce.com'],
])('refuses %s=%s', (variable, value) => {
  expect(() => salesforceConfig.read({ [variable]: value })).toThrow(variable);
});

it('reads which fields contacts have', () => {
  const { contactFields, contactExternalId } = salesforceConfig.read({
    SALESFORCE_CONTACT_FIELDS: 'loyalty_tier:Loyalty_Tier__c, account:Account.Name',
    SALESFORCE_CONTACT_EXTERNAL_ID: 'External_Id__c',
  });
  expect([...contactFields]).toEqual([
    ['loyalty_tier', 'Loyalty_Tier__c'],
    ['account', 'Account.Name'],
  ]);
  expect(contactExternalId).toBe('External_Id__c');
  expect(salesforceConfig.read({}).contactExternalId).toBeUndefined();
});

it.each([
  ['SALESFORCE_CONTACT_FIELDS', 'loyalty_tier'],
  ['SALESFORCE_CONTACT_FIELDS', 'loyalty_tier:Loyalty Tier'],
  ['SALESFORCE_CONTACT_FIELDS', ':Loyalty_Tier__c'],
  ['SALESFORCE_CONTACT_FIELDS', 'tier:A__c,tier:B__c'],
  ['SALESFORCE_CONTACT_EXTERNAL_ID', 'Account.External_Id__c'],
  ['SALESFORCE_CONTACT_EXTERNAL_ID', 'Id FROM Contact'],
])('refuses %s=%s', (variable, value) => {
  expect(() => salesforceConfig.read({ [variable]: value })).toThrow(variable);
});
