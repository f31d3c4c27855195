import { expect, it } from '@jest/globals';
import { salesforceConfig } from './salesforce.config.js';

const client = {
  SALESFORCE_API_BASE_URL: 'https://mydomain.my.salesforce.com/',
  SALESFORCE_CLIENT_ID: 'consumer-key',
  SALESFORCE_CLIENT_SECRET: 'consumer-secret',
};

it('needs nothing to start', () => {
  expect(salesforceConfig.read({})).toEqual({ organizationIds: [], client: undefined });
});

it('reads organisations and the client', () => {
  expect(
    salesforceConfig.read({ SALESFORCE_ORGANIZATION_IDS: '00DD0000000FH8l,00DD0000000FH8mMAG', ...client }),
  ).toEqual({
    organizationIds: ['00DD0000000FH8l', '00DD0000000FH8mMAG'],
    client: { baseUrl: 'https://mydomain.my.salesforce.com', id: 'consumer-key', secret: 'consumer-secret' },
  });
});

it.each(Object.keys(client))('has no client without %s', (variable) => {
  expect(salesforceConfig.read({ ...client, [variable]: '' }).client).toBeUndefined();
});

it.each([
  ['SALESFORCE_ORGANIZATION_IDS', '001D000000IqhSLIAZ'],
  ['SALESFORCE_ORGANIZATION_IDS', '00DD0000000FH8lM'],
  ['SALESFORCE_API_BASE_URL', 'http://mydomain.my.salesforce.com'],
])('refuses %s=%s', (variable, value) => {
  expect(() => salesforceConfig.read({ [variable]: value })).toThrow(variable);
});
