import { expect, it } from '@jest/globals';
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
