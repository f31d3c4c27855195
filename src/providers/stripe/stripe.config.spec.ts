import { expect, it } from '@jest/globals';
import { stripeConfig } from './stripe.config.js';

it('has a default for everything but the secrets', () => {
  expect(stripeConfig.read({})).toEqual({ secretKey: undefined, webhookSecrets: [] });
});

it('reads several secrets', () => {
  const config = stripeConfig.read({ STRIPE_WEBHOOK_SECRETS: 'whsec_new, whsec_old' });
  expect(config).toMatchObject({ webhookSecrets: ['whsec_new', 'whsec_old'] });
});

it.each([
  ['STRIPE_SECRET_KEY', 'pk_test_publishable'],
  ['STRIPE_WEBHOOK_SECRETS', 'whsec_1,oops'],
  ['STRIPE_API_BASE_URL', 'https://proxy.example/stripe'],
])('refuses %s=%s', (variable, value) => {
  expect(() => stripeConfig.read({ [variable]: value })).toThrow(variable);
});

it('shows no secret when it refuses one', () => {
  const environment = {
    STRIPE_SECRET_KEY: 'pk_test_publishable',
    STRIPE_WEBHOOK_SECRETS: 'whsec_1,mistyped',
  };
  expect(() => stripeConfig.read(environment)).not.toThrow(/publishable|mistyped/);
});
