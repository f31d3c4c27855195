import { expect, it } from 'vitest';
import { paypalConfig } from './paypal.config.js';

it('has a default for everything but the credentials', () => {
  expect(paypalConfig.read({})).toEqual({
    client: undefined,
    webhookIds: [],
    webhookVerification: 'certificate',
    baseUrl: 'https://api-m.paypal.com',
  });
});

it('reads several webhook ids', () => {
  const config = paypalConfig.read({ PAYPAL_WEBHOOK_ID: '4JH86294D6297924G, 1JE4291016473214C' });
  expect(config).toMatchObject({ webhookIds: ['4JH86294D6297924G', '1JE4291016473214C'] });
});

it.each([
  ['PAYPAL_CLIENT_SECRET', { PAYPAL_CLIENT_ID: 'id' }],
  ['PAYPAL_CLIENT_ID', { PAYPAL_CLIENT_SECRET: 'secret-of-ours' }],
  ['PAYPAL_CLIENT_ID', { PAYPAL_WEBHOOK_VERIFICATION: 'api' }],
  ['PAYPAL_WEBHOOK_VERIFICATION', { PAYPAL_WEBHOOK_VERIFICATION: 'none' }],
  ['PAYPAL_WEBHOOK_ID', { PAYPAL_WEBHOOK_ID: 'https://shop.example/webhooks/paypal' }],
  ['PAYPAL_API_BASE_URL', { PAYPAL_API_BASE_URL: 'http://api-m.paypal.com' }],
])('asks for a better %s when it reads %j', (variable, environment) => {
  expect(() => paypalConfig.read(environment)).toThrow(variable);
  expect(() => paypalConfig.read(environment)).not.toThrow(/secret-of-ours/);
});
