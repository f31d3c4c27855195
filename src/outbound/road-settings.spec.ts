import { expect, it } from 'vitest';
import { roadConfig } from './road-settings.js';

const acme = roadConfig('acme-pay', 'https://api.acme.example', { rateLimitPerMinute: 600 });

it('has a default for everything', () => {
  expect(acme.read({})).toEqual({
    baseUrl: 'https://api.acme.example',
    timeoutMs: 30_000,
    maxRetries: 3,
    retryDelayMs: 1000,
    rateLimitPerMinute: 600,
    maxConcurrent: 50,
  });
});

it('reads what the operator says, in seconds and calls a minute', () => {
  const settings = acme.read({
    ACME_PAY_API_BASE_URL: 'https://eu.acme.example/v2/',
    ACME_PAY_TIMEOUT: '2.5',
    ACME_PAY_MAX_RETRIES: '0',
    ACME_PAY_RETRY_DELAY: '0.25',
    ACME_PAY_RATE_LIMIT: '90',
    ACME_PAY_MAX_CONCURRENT: '7',
  });
  expect(settings).toEqual({
    baseUrl: 'https://eu.acme.example/v2',
    timeoutMs: 2500,
    maxRetries: 0,
    retryDelayMs: 250,
    rateLimitPerMinute: 90,
    maxConcurrent: 7,
  });
});

it('does not say API twice', () => {
  const external = roadConfig('external-api', 'https://external.example');
  expect(external.read({ EXTERNAL_API_BASE_URL: 'https://other.example' }).baseUrl).toBe(
    'https://other.example',
  );
});

it.each([
  ['ACME_PAY_API_BASE_URL', 'http://acme.example'],
  ['ACME_PAY_TIMEOUT', '0'],
  ['ACME_PAY_MAX_RETRIES', '-1'],
  ['ACME_PAY_RETRY_DELAY', 'soon'],
  ['ACME_PAY_RATE_LIMIT', '0'],
  ['ACME_PAY_MAX_CONCURRENT', 'many'],
])('refuses %s=%s, by its name', (variable, value) => {
  expect(() => acme.read({ [variable]: value })).toThrow(variable);
});

it('names all that is wrong at once', () => {
  expect(() => acme.read({ ACME_PAY_TIMEOUT: 'x', ACME_PAY_MAX_RETRIES: 'y' })).toThrow(
    /ACME_PAY_TIMEOUT[\s\S]*ACME_PAY_MAX_RETRIES/,
  );
});
