import { afterEach, describe, expect, it } from 'vitest';
import { faults, startFaultServer, type FaultServer } from '../../../test/support/fault-server.js';
import { Deadline } from '../deadline.js';
import type { OutboundCall } from '../outbound-call.js';
import { Transport } from './transport.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A provider that redirects these paths, and says `ok` to all others. */
async function redirecting(paths: Record<string, string>, status = 302): Promise<FaultServer> {
  const server = await startFaultServer({
    answer: ({ path }) => {
      const location = paths[path];
      return location === undefined ? faults.ok({ at: path }) : faults.redirect(location, status);
    },
  });
  cleanups.push(() => server.close());
  return server;
}

async function send(url: string, about: Partial<OutboundCall> = {}) {
  const transport = new Transport();
  const deadline = new Deadline(5000);
  cleanups.push(
    () => deadline.clear(),
    () => transport.close(),
  );
  const { status, body } = await transport.send({
    provider: 'acme',
    operation: 'things.get',
    endpoint: '/things/:id',
    method: 'GET',
    url: new URL(url),
    headers: {},
    priority: 'interactive',
    safety: { by: 'none' },
    progress: { attempts: 1 },
    deadline,
    ...about,
  });
  return { status, text: body.toString() };
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with %d is followed within the origin', async (status) => {
    const acme = await redirecting({ '/a': '/b?x=1' }, status);
    expect(await send(`${acme.url}/a`)).toEqual({ status: 200, text: '{"at":"/b?x=1"}' });
    expect(acme.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('may be relative, or a whole URL of the same origin', async () => {
    const acme = await redirecting({ '/a/b': '../c' });
    expect((await send(`${acme.url}/a/b`)).text).toBe('{"at":"/c"}');
    const whole = await startFaultServer({
      answer: ({ path, headers }) =>
        path === '/a' ? faults.redirect(`http://${headers['host']}/b`) : faults.ok({ at: path }),
    });
    cleanups.push(() => whole.close());
    expect((await send(`${whole.url}/a`)).text).toBe('{"at":"/b"}');
  });

  it('never carries the credential on', async () => {
    const acme = await redirecting({ '/a?api_key=s3cret&page=2': '/b?api_key=s3cret&page=2' });
    await send(`${acme.url}/a?api_key=s3cret&page=2`, {
      headers: {
        authorization: 'Bearer s3cret',
        cookie: 'session=s3cret',
        'proxy-authorization': 'Basic s3cret',
        'x-api-key': 's3cret',
        'x-request-id': 'req-1',
      },
      credentials: { headers: ['x-api-key'], query: ['api_key'] },
    });
    const [first, second] = acme.requests;
    expect(first?.headers).toMatchObject({ authorization: 'Bearer s3cret', 'x-api-key': 's3cret' });
    expect(second).toMatchObject({ path: '/b?page=2', headers: { 'x-request-id': 'req-1' } });
    expect(JSON.stringify(second?.headers)).not.toContain('s3cret');
  });

  it.each<[string, string]>([
    ['another port', 'http://127.0.0.1:9/b'],
    ['another host', 'http://localhost/b'],
    ['the metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['a host without a scheme', '//evil.test/b'],
    ['another scheme', 'file:///etc/passwd'],
    ['no URL', 'http://[broken'],
    ['nothing', ''],
  ])('to %s is given back as it is', async (_name, location) => {
    const acme = await redirecting({ '/a': location });
    expect((await send(`${acme.url}/a`)).status).toBe(302);
    expect(acme.requests).toHaveLength(1);
  });

  it('of a call that acts is given back as it is', async () => {
    const acme = await redirecting({ '/a': '/b' }, 307);
    expect((await send(`${acme.url}/a`, { method: 'POST', body: 'amount=1' })).status).toBe(307);
    expect(acme.requests).toHaveLength(1);
  });

  it('that leads to itself ends after five', async () => {
    const acme = await redirecting({ '/a': '/a' });
    expect((await send(`${acme.url}/a`)).status).toBe(302);
    expect(acme.requests).toHaveLength(6);
  });

  it('is no choice (300) and no "not modified" (304)', async () => {
    for (const status of [300, 304]) {
      const acme = await redirecting({ '/a': '/b' }, status);
      expect((await send(`${acme.url}/a`)).status).toBe(status);
    }
  });
});
