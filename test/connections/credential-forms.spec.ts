import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jwtVerify } from 'jose';
import type { CredentialForm, CredentialValues } from '../../src/contracts/connections.js';
import {
  AuthenticationError,
  ProviderUnavailableError,
  ValidationError,
} from '../../src/contracts/errors.js';
import { ExternalApiAccount } from '../../src/providers/external-api/external-api.account.js';
import { externalApiConfig } from '../../src/providers/external-api/external-api.config.js';
import { googleCalendarConfig } from '../../src/providers/google-calendar/google-calendar.config.js';
import { GoogleCalendarServiceAccount } from '../../src/providers/google-calendar/google-calendar.service-account.js';
import { PayPalAccount } from '../../src/providers/paypal/paypal.account.js';
import { paypalConfig } from '../../src/providers/paypal/paypal.config.js';
import { SendGridAccount } from '../../src/providers/sendgrid/sendgrid.account.js';
import { sendgridConfig } from '../../src/providers/sendgrid/sendgrid.config.js';
import { faults, startFaultServer, type Fault, type FaultServer } from '../support/fault-server.js';

let server: FaultServer;
/** What the provider answers, by path. */
let answers: Record<string, Fault>;

beforeAll(async () => {
  server = await startFaultServer({
    answer: ({ path }) => answers[path.split('?')[0] ?? path] ?? faults.status(404),
  });
});
beforeEach(() => {
  answers = {};
});
afterAll(() => server.close());

const lastRequest = () => server.requests.at(-1);
const formOf = (path: string) => {
  const request = server.requests.findLast((each) => each.path === path);
  return Object.fromEntries(new URLSearchParams(request?.body.toString()));
};

/** The fields that a check lays the blame on. */
async function blamed(form: CredentialForm, values: CredentialValues): Promise<string[]> {
  const error = await form.check(values, fetch).catch((refusal: unknown) => refusal);
  if (!(error instanceof ValidationError))
    throw new Error('It was not refused for its fields', { cause: error });
  for (const { name, secret } of form.fields) {
    const value = secret && values[name];
    if (value) expect(JSON.stringify([error.message, error.details])).not.toContain(value);
  }
  return error.details.map(({ field }) => field);
}

describe('a Google service account', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key_file = JSON.stringify({
    type: 'service_account',
    client_email: 'robot@project.iam.gserviceaccount.com',
    private_key_id: 'key-1',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: 'https://evil.example/token',
  });
  const form = () =>
    new GoogleCalendarServiceAccount(
      googleCalendarConfig.read({ GOOGLE_OAUTH_BASE_URL: server.url, GOOGLE_API_BASE_URL: server.url }),
    );
  const token = faults.ok({ access_token: 'ya29.minted', token_type: 'Bearer', expires_in: 3599 });
  const calendars = faults.ok({ kind: 'calendar#calendarList', items: [] });

  it('is exchanged for a token by a statement that it signs, at Google and nowhere else', async () => {
    answers = { '/token': token };
    const minted = await form().mint({ key_file, subject: 'ada@acme.example' }, fetch);
    expect(minted.headers).toEqual({ authorization: 'Bearer ya29.minted' });
    expect(minted.expiresAt.getTime() - Date.now()).toBeGreaterThan(3_590_000);
    const { grant_type, assertion = '' } = formOf('/token');
    expect(grant_type).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, {
      issuer: 'robot@project.iam.gserviceaccount.com',
      audience: `${server.url}/token`,
      subject: 'ada@acme.example',
    });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'key-1' });
    expect(payload['scope']).toContain('https://www.googleapis.com/auth/calendar.events');
  });

  it('is tried by a look at its calendars', async () => {
    answers = { '/token': token, '/calendar/v3/users/me/calendarList': calendars };
    expect(await form().check({ key_file }, fetch)).toMatchObject({
      account: { id: 'robot@project.iam.gserviceaccount.com' },
    });
    expect(lastRequest()?.headers.authorization).toBe('Bearer ya29.minted');
    const acting = await form().check({ key_file, subject: ' ada@acme.example ' }, fetch);
    expect(acting.account).toMatchObject({
      id: 'ada@acme.example',
      label: 'ada@acme.example (by robot@project.iam.gserviceaccount.com)',
    });
  });

  it('is refused by its key file, or by the person whom it may not act for', async () => {
    expect(await blamed(form(), { key_file: '{"type":"authorized_user"}' })).toEqual(['key_file']);
    answers = { '/token': faults.status(400, {}, { error: 'invalid_grant' }) };
    expect(await blamed(form(), { key_file })).toEqual(['key_file']);
    answers = { '/token': faults.status(401, {}, { error: 'unauthorized_client' }) };
    expect(await blamed(form(), { key_file, subject: 'ada@acme.example' })).toEqual(['subject']);
  });
});

describe('another app of PayPal', () => {
  const form = () => new PayPalAccount(paypalConfig.read({ PAYPAL_API_BASE_URL: server.url }));
  const values = { client_id: 'AeA1QIZXiflr1_-r', client_secret: 'EGnHDxD_qRPdaLdZz8iCr8N7' };

  it('is exchanged for a token', async () => {
    const answer = { access_token: 'A21AAF', token_type: 'Bearer', expires_in: 31_668 };
    answers = { '/v1/oauth2/token': faults.ok(answer) };
    const { account } = await form().check(values, fetch);
    expect(account).toEqual({ id: values.client_id, label: 'PayPal app AeA1QIZX…' });
    expect(formOf('/v1/oauth2/token')).toEqual({ grant_type: 'client_credentials' });
    const credentials = Buffer.from(`${values.client_id}:${values.client_secret}`).toString('base64');
    expect(lastRequest()?.headers.authorization).toBe(`Basic ${credentials}`);
    expect((await form().mint(values, fetch)).headers).toEqual({ authorization: 'Bearer A21AAF' });
  });

  it('is refused by its secret', async () => {
    const body = { error: 'invalid_client', error_description: `not ${values.client_secret}` };
    answers = { '/v1/oauth2/token': faults.status(401, {}, body) };
    expect(await blamed(form(), values)).toEqual(['client_secret']);
    await expect(form().mint(values, fetch)).rejects.toThrow(AuthenticationError);
  });

  it('is not refused when PayPal is down', async () => {
    answers = { '/v1/oauth2/token': faults.status(503) };
    await expect(form().check(values, fetch)).rejects.toThrow(ProviderUnavailableError);
  });
});

describe('a key of SendGrid', () => {
  const form = () => new SendGridAccount(sendgridConfig.read({ SENDGRID_API_BASE_URL: server.url }));
  const api_key = 'SG.abcdefghij0123456789XY.a-secret-part-of-forty-three-characters';

  it('says what it may do, and whose it is', async () => {
    answers = {
      '/v3/scopes': faults.ok({ scopes: ['mail.send', 'user.username.read'] }),
      '/v3/user/username': faults.ok({ username: 'acme', user_id: 581 }),
    };
    expect(await form().check({ api_key: ` ${api_key}\n` }, fetch)).toEqual({
      account: { id: '581', label: 'acme' },
      scopes: ['mail.send', 'user.username.read'],
    });
    expect(lastRequest()?.headers.authorization).toBe(`Bearer ${api_key}`);
  });

  it('is known by the part of it that is no secret when it may only send', async () => {
    answers = {
      '/v3/scopes': faults.ok({ scopes: ['mail.send'] }),
      '/v3/user/username': faults.status(403),
    };
    const { account } = await form().check({ api_key }, fetch);
    expect(account).toEqual({ id: 'abcdefghij0123456789XY', label: 'API key abcdef…' });
  });

  it('is refused when it is no key, and when SendGrid does not know it', async () => {
    const asked = server.requests.length;
    expect(await blamed(form(), { api_key: 'pasted-the-wrong-thing' })).toEqual(['api_key']);
    expect(server.requests).toHaveLength(asked);
    answers = { '/v3/scopes': faults.status(401) };
    expect(await blamed(form(), { api_key })).toEqual(['api_key']);
  });
});

describe('an account at the external API', () => {
  const form = () => new ExternalApiAccount(externalApiConfig.read({ EXTERNAL_API_BASE_URL: server.url }));
  const key = { name: 'Acme', header: 'X-Api-Key', value: 'key-of-acme' };
  const person = { name: 'Acme', user: 'ada', password: 'päss: word' };

  it('is a header, or a user and a password', async () => {
    // That there is nothing at the base URL does not speak against the credential.
    answers = { '/': faults.status(404) };
    expect(await form().check(key, fetch)).toEqual({ account: { id: 'Acme', label: 'Acme' } });
    expect(lastRequest()?.headers['x-api-key']).toBe('key-of-acme');
    await form().check(person, fetch);
    const credentials = Buffer.from('ada:päss: word').toString('base64');
    expect(lastRequest()?.headers.authorization).toBe(`Basic ${credentials}`);
  });

  it.each([
    ['nothing', { name: 'Acme' }, ['user']],
    ['a value without its header', { name: 'Acme', value: 'key' }, ['header']],
    ['a header without its value', { name: 'Acme', header: 'X-Api-Key' }, ['value']],
    ['both', { ...key, ...person }, ['user']],
    ['a header that says how long the body is', { ...key, header: 'Content-Length' }, ['header']],
    ['a value that would end its line', { ...key, value: 'a\r\nx-evil: 1' }, ['value']],
    ['a user with a colon', { ...person, user: 'ada:x' }, ['user']],
  ])('is refused as %s', async (_what, values: CredentialValues, fields) => {
    const asked = server.requests.length;
    expect(await blamed(form(), values)).toEqual(fields);
    expect(server.requests).toHaveLength(asked);
  });

  it('is refused when the API refuses it, and not when the API is down', async () => {
    answers = { '/': faults.status(401) };
    expect(await blamed(form(), key)).toEqual(['value']);
    expect(await blamed(form(), person)).toEqual(['password']);
    answers = { '/': faults.status(503) };
    await expect(form().check(key, fetch)).rejects.toThrow(ProviderUnavailableError);
  });

  it('cannot be tried before the API is set up', async () => {
    await expect(new ExternalApiAccount(externalApiConfig.read({})).check(key, fetch)).rejects.toThrow(
      'Set EXTERNAL_API_BASE_URL',
    );
  });
});
