import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger } from './logger.js';
import { REDACTED, redactLine, redactText } from './redaction.js';

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

  it('is redacted in time that grows with its length alone', () => {
    const line = `{"${'token"'.repeat(20_000)}:"${'\\"'.repeat(20_000)}"}`;
    const before = performance.now();
    redactLine(line);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
