import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { sendgridSigner } from '../../../test/support/sendgrid-webhooks.js';
import { sendgridConfig } from './sendgrid.config.js';

const [ours, others] = sendgridSigner.secrets;

const read = (keys: string) => sendgridConfig.read({ SENDGRID_WEBHOOK_PUBLIC_KEYS: keys });

it('needs nothing, and reads several keys', () => {
  expect(sendgridConfig.read({})).toMatchObject({ webhookPublicKeys: [] });
  expect(read(`${ours}, ${others}`)).toMatchObject({ webhookPublicKeys: [ours, others] });
});

const otherCurve = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

it.each([
  ['an API key', 'SG.abcdefghijklmnop'],
  ['a truncated key', ours.slice(0, 60)],
  ['a key on another curve', otherCurve.export({ format: 'der', type: 'spki' }).toString('base64')],
  ['an RSA key', rsa.export({ format: 'der', type: 'spki' }).toString('base64')],
  ['a private key', privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')],
])('refuses %s', (_name, key) => {
  expect(() => read(`${ours},${key}`)).toThrow('SENDGRID_WEBHOOK_PUBLIC_KEYS');
  expect(() => read(key)).not.toThrow(key);
});

it('reads a sender, with a name or without', () => {
  const from = (value: string) => sendgridConfig.read({ SENDGRID_FROM: value }).from;
  expect(from('hello@acme.example')).toEqual({ email: 'hello@acme.example' });
  expect(from('Acme <hello@acme.example>')).toEqual({ email: 'hello@acme.example', name: 'Acme' });
  expect(from('"Acme, Inc." <hello@acme.example>')).toEqual({
    email: 'hello@acme.example',
    name: 'Acme, Inc.',
  });
  expect(from('<hello@acme.example>')).toEqual({ email: 'hello@acme.example' });
});

it.each([
  'acme',
  'Acme <acme>',
  'Acme hello@acme.example',
  'Acme <a@b.co> <c@d.co>',
  '@',
  'Zażółć <ż@acme.example>',
])('refuses %s as a sender', (value) => {
  expect(() => sendgridConfig.read({ SENDGRID_FROM: value })).toThrow('SENDGRID_FROM: must be an e-mail');
});

it('refuses what is no API key, without showing it', () => {
  const attempt = () => sendgridConfig.read({ SENDGRID_API_KEY: 'SG.too-short' });
  expect(attempt).toThrow('SENDGRID_API_KEY');
  expect(attempt).not.toThrow('too-short');
});
