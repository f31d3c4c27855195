import { expect, it } from 'vitest';
import { stripeConfig } from './stripe.config.js';

it('has a default for everything but the secrets', () => {
  expect(stripeConfig.read({})).toMatchObject({ secretKey: undefined, webhookSecrets: [] });
});

it('reads several secrets', () => {
  const config = stripeConfig.read({ STRIPE_WEBHOOK_SECRETS: 'whsec_new, whsec_old' });
  expect(config).toMatchObject({ webhookSecrets: ['whsec_new', 'whsec_old'] });
});

it.each([
  ['STRIPE_SECRET_KEY', 'pk_test_publishable'],
  ['STRIPE_WEBHOOK_SECRETS', 'whsec_1,oops'],
  ['STRIPE_API_BASE_URL', 'https://proxy.example/stripe'],
  ['STRIPE_CLIENT_ID', 'not-a-platform'],
])('refuses %s=%s', (variable, value) => {
  expect(() => stripeConfig.read({ [variable]: value })).toThrow(variable);
});

it('has no platform without its key', () => {
  expect(() => stripeConfig.read({ STRIPE_CLIENT_ID: 'ca_123' })).toThrow(
    'STRIPE_SECRET_KEY: STRIPE_CLIENT_ID needs STRIPE_SECRET_KEY',
  );
});

it('shows no secret when it refuses one', () => {
  const environment = {
    STRIPE_SECRET_KEY: 'pk_test_publishable',
    STRIPE_WEBHOOK_SECRETS: 'whsec_1,mistyped',
  };
  expect(() => stripeConfig.read(environment)).not.toThrow(/publishable|mistyped/);
});
