import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createLogger } from './logger.js';
import { REDACTED, configuredSecrets, redactLine, redactText } from './redaction.js';

/** What a log line for these fields would be. */
async function logged(fields: object, message = 'message', secrets: string[] = []): Promise<string> {
  let line = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      line += chunk.toString();
      done();
    },
  });
  const logger = await createLogger({ level: 'info', format: 'json', secrets, destination });
  logger.info(fields, message);
  return line;
}

const TOKENS = [
  'sk_live_51AbCdEfGhIjKl',
  'rk_test_51AbCdEfGhIjKl',
  'whsec_abcdefghijklmnop',
  'hl_3fG7xY-_abcdefghijklmnop',
  'pi_3abc_secret_def456',
  'Bearer abcdefgh12345678',
  'Basic dXNlcjpwYXNz',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.s1gnatur3',
  'xoxb-1234567890-abcdefghij',
  'xapp-1-A0123-456-abcdef',
  'https://hooks.slack.com/services/T0001/B0002/abcdefgh',
  'SG.abcdefghijklmnop.qrstuvwxyz012345',
  'ya29.a0AfH6SMBabcdefghijk',
  'AIzaSyA1234567890abcdefghijklmnopqrstu',
  'GOCSPX-abcdefghijklmnop',
  '1//0gabcdefghijklmnopqrstuvwx',
  '4/0AabcdefghijklmnopqrstuvwX',
  'pat-na1-01234567-89ab-cdef-0123-456789abcdef',
  '00D5g000004abcd!AQ4AQabcdefghijklmnop.qrst',
  'A21AAabcdefghijklmnopqrstuvwxyz',
  'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  'AKIAABCDEFGHIJKLMNOP',
];

/** Ways in which a value without a look of its own is told by its name. */
const NAMED: readonly ((secret: string) => string)[] = [
  (secret) => `https://x.test/?a=1&api_key=${secret}&b=2`,
  (secret) => `https://x.test/#access_token=${secret}`,
  (secret) => `https://me:${secret}@x.test/`,
  (secret) => `https://x.test/cb?code=${secret}&state=1`,
  (secret) => `https://y.test/?to=https%3A%2F%2Fx.test%2F%3Faccess_token%3D${secret}`,
  (secret) => `grant_type=refresh_token&refresh_token=${secret}&client_secret=${secret}`,
  (secret) => `code=${secret}&code_verifier=${secret}`,
  (secret) => JSON.stringify({ grant: 1, client_secret: secret, after: 2 }),
  (secret) => JSON.stringify({ a: [{ Authorization: `Digest ${secret}` }] }),
  (secret) => JSON.stringify({ token: { value: secret, list: ['a]b', secret] }, after: 2 }),
  (secret) => JSON.stringify(['Authorization', secret, 'Accept', 'text/plain']),
  (secret) => JSON.stringify({ body: JSON.stringify({ apiKey: secret, password: `"\\${secret}` }) }),
  (secret) => `Authorization: Custom ${secret}\nAccept: text/plain`,
  (secret) => `Cookie: a=1; session=${secret}`,
  (secret) => `X-Api-Key: ${secret}`,
  (secret) => `<wsse:Password Type="urn:x#PasswordText">a"${secret}" &amp; b</wsse:Password><a>1</a>`,
  (secret) => `<login><apiKey>${secret}</apiKey><password\n>${secret}`,
  (secret) => inspect({ apiKey: secret, headers: new Map([['x-auth-token', secret]]) }),
  (secret) => `-----BEGIN RSA PRIVATE KEY-----\nMII${secret}\n${secret}==\n-----END RSA PRIVATE KEY-----`,
];

/** Characters that mean something where a secret may stand. */
const AROUND = ' |"|\'|\\|\n|=|:|,|{|}|[|]|é|😀'.split('|');

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789-_.~'.split('');

/** Ways in which a text gets into a log line. */
const PLACES: readonly ((text: string) => object)[] = [
  (text) => ({ [text]: 1 }),
  (text) => ({ text, list: [[text], { deep: { text } }] }),
  (text) => ({ body: JSON.stringify({ inner: JSON.stringify({ text }) }) }),
  (text) => ({ note: `line one\n${text}\tand more` }),
  (text) => ({ err: new Error(text) }),
  (text) => ({ err: new Error('outer', { cause: new TypeError('inner', { cause: text }) }) }),
  (text) => ({ err: new AggregateError([new Error('one'), new Error(text)], text) }),
  (text) => ({ err: Object.assign(new Error('outer'), { config: { headers: { a: text } } }) }),
  (text) => ({ map: new Map([[text, text]]), set: new Set([text]) }),
];

describe('A log line', () => {
  it.each(TOKENS)('never shows %s, wherever it turns up', async (token) => {
    const error = new Error(`calling https://x.test/?k=${token} failed`, { cause: new Error(token) });
    const line = await logged({ a: { b: [{ c: token }] }, err: error, [token]: 1 }, `sent ${token}`);
    expect(line).not.toContain(token);
    expect(line).toContain(REDACTED);
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it.each([
    'authorization',
    'Authorization',
    'stripe-signature',
    'clientSecret',
    'client_secret',
    'access_token',
    'password',
    'api_key',
    'apiKey',
    'set-cookie',
    'private_key',
  ])('never shows the field %s, however deep', async (name) => {
    const line = await logged({
      request: { headers: { [name]: 'hunter2 "quoted" \\' }, list: [{ [name]: ['hunter2'] }] },
    });
    expect(line).not.toContain('hunter2');
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('shows of an error and its causes only what an error has to say', async () => {
    const connection = { host: 'db', secretKey: 1234567, config: { anything: 'planted' } };
    const cause = Object.assign(new Error('inner'), { code: '57P01', client: connection });
    const line = await logged({
      err: Object.assign(new TypeError('outer', { cause }), { request: connection }),
    });
    const { err } = JSON.parse(line) as { err: { type: string; message: string; cause: object } };
    expect(err).toMatchObject({
      type: 'TypeError',
      message: 'outer',
      cause: { message: 'inner', code: '57P01' },
    });
    expect(line).not.toContain('planted');
    expect(line).not.toContain('1234567');
  });

  it('never shows a configured secret by its value', async () => {
    expect(
      await logged({ note: 'the-configured-value' }, 'the-configured-value', ['the-configured-value']),
    ).not.toContain('the-configured-value');
  });

  it("keeps a database's address and drops its password", () => {
    expect(redactText('cannot reach postgresql://me:hunter2@db:5432/x')).toBe(
      `cannot reach postgresql://me:${REDACTED}@db:5432/x`,
    );
  });

  it('leaves ordinary lines as they are', () => {
    const line = '{"level":"info","event":"http_request","endpoint":"/v1/payments/:id","status_code":200}\n';
    expect(redactLine(line)).toBe(line);
  });

  it('stays one JSON object whatever is logged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.object(), fc.string(), async (fields, message) => {
        const line = await logged({ fields }, message);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        JSON.parse(line);
      }),
      { numRuns: 50 },
    );
  });

  it('never shows a token, in whatever shape and wherever it is planted', async () => {
    const around = fc.string({ unit: fc.constantFrom(...AROUND) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TOKENS),
        fc.constantFrom(...PLACES),
        around,
        around,
        async (token, place, before, after) => {
          const line = await logged(place(`${before}${token}${after}`));
          expect(line).not.toContain(token);
          JSON.parse(line);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never shows a value whose name tells that it is a secret', async () => {
    const secret = fc.string({
      unit: fc.constantFrom(...LETTERS),
      minLength: 12,
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(
        secret,
        fc.constantFrom(...NAMED),
        fc.constantFrom(...PLACES),
        async (value, name, place) => {
          const line = await logged(place(name(`Zq${value}`)));
          expect(line).not.toContain(`Zq${value}`);
          JSON.parse(line);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never shows a configured secret, as JSON and a URL spell it', async () => {
    const secret = 'a"b\\c d/é+100%$^(x';
    const line = await logged(
      { body: secret, url: `https://x.test/?q=${encodeURIComponent(secret)}`, [secret]: 1 },
      secret,
      [secret, 'a"b'],
    );
    expect(line).not.toContain('100%');
    expect(line).not.toContain('100%25');
    JSON.parse(line);
    expect(configuredSecrets([])).toBeUndefined();
  });

  it('hides none of twelve planted secrets less when all stand in one line', async () => {
    const planted = Array.from({ length: 12 }, (_, n) => `planted-secret-number-${n}-x`);
    const shapes = planted.map((secret, n) => (NAMED[n % NAMED.length] ?? String)(secret));
    const line = await logged({ shapes, text: shapes.join(' '), err: new Error(shapes.join('\n')) });
    expect(line).not.toMatch(/planted-secret-number/);
    JSON.parse(line);
  });

  it.each([
    'STRIPE_WEBHOOK_SECRETS: must be set in production',
    'The token: expired. Connect the account again.',
    '{"next_token":null,"has_password":true,"field":"password","issue":"must be longer"}',
    'process ended with code=1',
    '<token/><tokens>\n  <id>1</id></tokens><secret a="1"/>text <input type="password">here',
  ])('leaves %s as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it.each([
    '-----BEGIN PRIVATE KEY-----',
    'eyJ-',
    'SG.a-',
    'pi_a_secret',
    'pi_a-',
    'sk_live_',
    '00Dabcdefghi',
    'Bearer ',
    'http://a:',
    'authorization:',
    'code=',
    'key%3D',
    '"token":"\\"',
    '<token ',
    '<token>"',
    '<token>" ',
    '<tokentoken',
    '<a:',
    '"token":[{',
    'token",',
    'token\\",\\\\\\"',
    'token\\\\\\",\\"',
    "token='\\",
    'token"',
    '\\',
    '\\"',
    '"',
    "'",
    '=',
    ' ',
  ])('is redacted in time that grows with its length alone: %#', (part) => {
    const line = part.repeat(Math.ceil(100_000 / part.length));
    const before = performance.now();
    redactLine(line);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
