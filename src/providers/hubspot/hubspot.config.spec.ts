import { expect, it } from 'vitest';
import { hubspotConfig } from './hubspot.config.js';

it('needs nothing, and reads several secrets', () => {
  expect(hubspotConfig.read({})).toMatchObject({ clientSecrets: [], client: undefined });
  expect(hubspotConfig.read({ HUBSPOT_CLIENT_SECRET: 'new-1, old-2' })).toMatchObject({
    clientSecrets: ['new-1', 'old-2'],
  });
});

it('refuses what is no secret, and does not show it', () => {
  const read = () => hubspotConfig.read({ HUBSPOT_CLIENT_SECRET: 'good-1,mistyped secret' });
  expect(read).toThrow('HUBSPOT_CLIENT_SECRET');
  expect(read).not.toThrow('mistyped');
});

it('reads the mapping of contact fields', () => {
  const { contactFields, externalIdProperty } = hubspotConfig.read({
    HUBSPOT_CONTACT_FIELDS: 'tier:loyalty_tier, planName:plan',
    HUBSPOT_CONTACT_EXTERNAL_ID: 'customer_number',
  });
  expect([...contactFields]).toEqual([
    ['tier', 'loyalty_tier'],
    ['planName', 'plan'],
  ]);
  expect(externalIdProperty).toBe('customer_number');
});

it.each([
  'tier',
  'tier:',
  ':loyalty_tier',
  'tier:a:b',
  'tier:a,tier:b',
  'tier:a,plan:a',
  'tier:Loyalty tier',
])('refuses %p as a mapping', (mapping) => {
  expect(() => hubspotConfig.read({ HUBSPOT_CONTACT_FIELDS: mapping })).toThrow('HUBSPOT_CONTACT_FIELDS');
});

it('refuses a token that is none, and does not show it', () => {
  const read = () => hubspotConfig.read({ HUBSPOT_ACCESS_TOKEN: 'my mistyped token' });
  expect(read).toThrow('HUBSPOT_ACCESS_TOKEN');
  expect(read).not.toThrow('mistyped');
});
