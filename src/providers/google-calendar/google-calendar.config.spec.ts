import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { googleCalendarConfig } from './google-calendar.config.js';

const keyOf = (type: 'rsa' | 'ed25519') => {
  const { privateKey } =
    type === 'rsa' ? generateKeyPairSync(type, { modulusLength: 2048 }) : generateKeyPairSync(type);
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};
const account = {
  type: 'service_account',
  project_id: 'p',
  client_email: 'hookline@p.iam.gserviceaccount.com',
  private_key_id: 'abc123',
  private_key: keyOf('rsa'),
};

it('needs nothing to start', () => {
  expect(googleCalendarConfig.read({})).toMatchObject({
    channelTokens: [],
    serviceAccount: undefined,
    client: undefined,
  });
});

it('reads a key file and several tokens', () => {
  const environment = {
    GOOGLE_CHANNEL_TOKENS: 'a-token-of-16-ch, another-token-of-ours',
    GOOGLE_SERVICE_ACCOUNT: JSON.stringify(account),
  };
  expect(googleCalendarConfig.read(environment)).toMatchObject({
    channelTokens: ['a-token-of-16-ch', 'another-token-of-ours'],
    serviceAccount: { email: account.client_email, keyId: 'abc123', privateKey: account.private_key },
  });
});

it.each([
  ['a path', '/etc/keys/google.json'],
  ['a key of a person', JSON.stringify({ ...account, type: 'authorized_user' })],
  ['a key that is cut off', JSON.stringify({ ...account, private_key: account.private_key.slice(0, 400) })],
  ['a key that Google does not use', JSON.stringify({ ...account, private_key: keyOf('ed25519') })],
])('refuses %s as a service account, and does not show it', (_what, value) => {
  const read = () => googleCalendarConfig.read({ GOOGLE_SERVICE_ACCOUNT: value });
  expect(read).toThrow('GOOGLE_SERVICE_ACCOUNT: must be the content of a service account’s JSON key file');
  expect(read).not.toThrow(/BEGIN|gserviceaccount|etc/);
});

it('refuses a token that could be guessed, and does not show it', () => {
  const read = () => googleCalendarConfig.read({ GOOGLE_CHANNEL_TOKENS: 'long-enough-to-be-good,short-one' });
  expect(read).toThrow('GOOGLE_CHANNEL_TOKENS');
  expect(read).not.toThrow('short-one');
});
