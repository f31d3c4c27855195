import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueCertificate, trust, type TestCertificate } from '../../../test/support/certificates.js';
import { openApi } from '../../../test/support/described-api.js';
import { ConnectionError, NotConfiguredError } from '../../contracts/errors.js';
import { Deadline } from '../../outbound/deadline.js';
import { Transport } from '../../outbound/transport/transport.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { defineApi } from '../define-api.js';
import { get } from '../rest/methods.js';
import { variable } from '../variable.js';
import { mutualTls } from './mutual-tls.js';

const tls = mutualTls({
  certificate: variable('ACME_CERTIFICATE'),
  key: variable('ACME_KEY'),
  passphrase: variable('ACME_PASSPHRASE'),
  authorities: variable('ACME_AUTHORITIES'),
});

class Acme extends defineApi({
  name: 'acme',
  title: 'Acme',
  tls,
  operations: { things: { list: get('/things', { answer: 'text' }) } },
}) {}

let authority: TestCertificate;
let client: TestCertificate;
let strict: Seen;
let curious: Seen;
let folder: string;

/** A server that asks for a certificate, and who came. */
interface Seen {
  server: Server;
  url: string;
  /** Subjects of the certificates that were shown; `undefined` for none. */
  shown: (string | undefined)[];
}

beforeAll(async () => {
  authority = await issueCertificate({ name: 'Acme authority', isAuthority: true });
  client = await issueCertificate({ name: 'hookline', issuer: authority, keyType: 'ec' });
  const own = await issueCertificate({ name: 'localhost', issuer: authority, keyType: 'ec' });
  strict = await serve(own, true);
  curious = await serve(own, false);
  folder = await mkdtemp(join(tmpdir(), 'hookline-tls-'));
});
afterAll(async () => {
  for (const { server } of [strict, curious]) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true });
});

/** @param rejects lets nobody in without a certificate of the authority */
async function serve(own: TestCertificate, rejects: boolean): Promise<Seen> {
  const shown: Seen['shown'] = [];
  const server = createServer(
    {
      cert: own.pem,
      key: pemOf(own),
      ca: authority.pem,
      requestCert: true,
      rejectUnauthorized: rejects,
    },
    ({ socket, url }, response) => {
      if (!(socket instanceof TLSSocket)) return;
      shown.push(socket.getPeerX509Certificate()?.subject);
      if (url === '/things') response.end('welcome');
      else response.writeHead(302, { location: `https://localhost:${portOf(curious)}/things` }).end();
    },
  );
  await once(server.listen(0, 'localhost'), 'listening');
  return { server, url: `https://localhost:${portOf({ server })}`, shown };
}

const portOf = ({ server }: Pick<Seen, 'server'>) => (server.address() as AddressInfo).port;
const pemOf = ({ privateKey }: TestCertificate) =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const escaped = (pem: string) => pem.replaceAll('\n', '\\n');
const good = () => ({
  ACME_CERTIFICATE: client.pem,
  ACME_KEY: pemOf(client),
  ACME_AUTHORITIES: authority.pem,
});

describe('an API that wants to see a certificate', () => {
  it.each<[string, () => Promise<Record<string, string>>]>([
    ['PEM', async () => good()],
    [
      'PEM with escaped line breaks',
      async () => ({ ...good(), ACME_CERTIFICATE: escaped(client.pem), ACME_KEY: escaped(pemOf(client)) }),
    ],
    [
      'files, the key encrypted',
      async () => {
        const cipher = { cipher: 'aes-256-cbc', passphrase: 'hunter2' };
        const key = client.privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher });
        const paths = { certificate: join(folder, 'client.crt'), key: join(folder, 'client.key') };
        await writeFile(paths.certificate, client.pem);
        await writeFile(paths.key, key);
        return {
          ...good(),
          ACME_CERTIFICATE: paths.certificate,
          ACME_KEY: paths.key,
          ACME_PASSPHRASE: 'hunter2',
        };
      },
    ],
  ])('lets us in with %s', async (_name, variables) => {
    const opened = await openApi(Acme, strict.url, { variables: await variables() });
    await expect(opened.client.things.list()).resolves.toBe('welcome');
    expect(strict.shown.at(-1)).toBe('CN=hookline');
    await opened.close();
  });

  it('lets nobody in without one', async () => {
    class Stranger extends defineApi({
      name: 'acme',
      operations: { list: get('/things', { answer: 'text' }) },
    }) {}
    const forget = trust(authority);
    const opened = await openApi(Stranger, strict.url, { settings: { maxRetries: 0 } });
    await expect(opened.client.list()).rejects.toThrow(ConnectionError);
    await opened.close();
    forget();
  });

  it('is not called while the certificate is missing', async () => {
    const opened = await openApi(Acme, strict.url, { variables: { ACME_KEY: 'x' } });
    await expect(opened.client.things.list()).rejects.toThrow(NotConfiguredError);
    await expect(opened.client.things.list()).rejects.toThrow('Set ACME_CERTIFICATE.');
    await opened.close();
  });

  it('alone is shown it: neither who it redirects to, nor a URL out of data', async () => {
    class Redirected extends defineApi({ name: 'acme', tls, operations: { list: get('/moved', {}) } }) {}
    const opened = await openApi(Redirected, strict.url, { variables: good() });
    await expect(opened.client.list()).rejects.toThrow('HTTP 302');
    await opened.close();
    expect(curious.shown).toEqual([]);

    const forget = trust(authority);
    const transport = new Transport({
      tls: tls.read(({ variable: name }) => new Map(Object.entries(good())).get(name)),
      allowPrivateNetworks: ['127.0.0.1', '::1'],
    });
    const call = {
      provider: 'acme',
      operation: 'things.list',
      endpoint: '/things',
      method: 'GET',
      url: new URL(`${curious.url}/things`),
      headers: {},
      priority: 'interactive',
      safety: { by: 'none' },
      progress: { attempts: 1 },
    } as const;
    const deadline = new Deadline(5000);
    await expect(transport.send({ ...call, deadline, untrusted: true })).resolves.toMatchObject({
      status: 200,
    });
    await expect(transport.send({ ...call, deadline })).resolves.toMatchObject({ status: 200 });
    expect(curious.shown).toEqual([undefined, 'CN=hookline']);
    deadline.clear();
    await transport.close();
    forget();
  });
});

describe('a certificate that is none', () => {
  it.each<[string, () => Promise<Record<string, string>> | Record<string, string>, RegExp]>([
    ['a path of nothing', () => ({ ACME_CERTIFICATE: '/hunter2' }), /ACME_CERTIFICATE: must be PEM/],
    ['a key pasted without its frame', () => ({ ACME_KEY: 'hunter2=' }), /ACME_KEY: must be PEM/],
    [
      'PEM of something else',
      () => ({ ACME_CERTIFICATE: '-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----' }),
      /ACME_CERTIFICATE: the PEM in it is no certificate/,
    ],
    [
      'no key',
      () => ({ ACME_KEY: client.pem }),
      /ACME_KEY: the PEM in it is no private key, or ACME_PASSPHRASE is not its passphrase/,
    ],
    [
      'the key of another',
      () => ({ ACME_KEY: pemOf(authority) }),
      /ACME_KEY: is not the key of the certificate in ACME_CERTIFICATE/,
    ],
    [
      'an authority that is none',
      () => ({ ACME_AUTHORITIES: pemOf(client) }),
      /ACME_AUTHORITIES: .* no cert/,
    ],
  ])('ends the start, and nothing of it is told: %s', async (_name, wrong, why) => {
    const variables = { ...good(), ...(await wrong()) };
    const refused: unknown = await openApi(Acme, strict.url, { variables }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigurationError);
    expect(String(refused)).toMatch(why);
    expect(inspect(refused, { depth: Infinity, showHidden: true })).not.toContain('hunter2');
  });
});
