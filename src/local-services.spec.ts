import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServices, startLocalServices } from './local-services.js';

let dataDir: string;
let running: LocalServices[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hookline-local-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((local) => local.stop()));
  rmSync(dataDir, { recursive: true });
});

async function start(environment: Record<string, string> = {}): Promise<LocalServices> {
  const DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/none';
  const local = await startLocalServices(
    { DATABASE_URL, DATA_DIR: dataDir, PORT: '0', ...environment },
    () => {},
  );
  running.push(local);
  return local;
}

const PROVIDERS = [
  'stripe',
  'slack',
  'google-calendar',
  'hubspot',
  'salesforce',
  'paypal',
  'sendgrid',
  'external-api',
];

describe('stand-ins', () => {
  it('stand in for every provider without credentials, and the environment leads to them', async () => {
    const { sandboxes, environment } = await start();
    expect(Object.keys(sandboxes)).toEqual(PROVIDERS);
    expect(environment).toMatchObject({
      STRIPE_API_BASE_URL: sandboxes.stripe,
      SLACK_API_BASE_URL: `${sandboxes.slack}/api`,
      GOOGLE_API_BASE_URL: sandboxes['google-calendar'],
      GOOGLE_OAUTH_BASE_URL: sandboxes['google-calendar'],
      HUBSPOT_API_BASE_URL: sandboxes.hubspot,
      HUBSPOT_APP_BASE_URL: sandboxes.hubspot,
      SALESFORCE_LOGIN_URL: sandboxes.salesforce,
      PAYPAL_API_BASE_URL: sandboxes.paypal,
      SENDGRID_API_BASE_URL: sandboxes.sendgrid,
      EXTERNAL_API_BASE_URL: `${sandboxes['external-api']}/v2`,
      EXTERNAL_CALLBACK_SECRETS: expect.stringMatching(/^whsec_/),
    });
    const pages = await Promise.all(Object.values(sandboxes).map((url) => fetch(url)));
    expect(pages.map(({ status }) => status)).toEqual(PROVIDERS.map(() => 200));
  });

  it('know one app, the same at every start, that is registered at this Hookline', async () => {
    const first = await start({ PUBLIC_URL: 'https://hooks.example' });
    const authorize = new URL(`${first.sandboxes.slack}/oauth/v2/authorize`);
    const asks = async (redirectUri: string) => {
      const clientId = first.environment.SLACK_CLIENT_ID ?? '';
      const request = { client_id: clientId, redirect_uri: redirectUri, scope: 'chat:write' };
      authorize.search = new URLSearchParams(request).toString();
      return (await fetch(authorize)).status;
    };
    expect(await asks('https://hooks.example/connect/callback')).toBe(200);
    expect(await asks('http://localhost:3000/connect/callback')).toBe(400);
    await first.stop();
    running = [];
    const second = await start();
    for (const variable of [
      'SLACK_CLIENT_ID',
      'SLACK_CLIENT_SECRET',
      'HUBSPOT_CLIENT_SECRET',
      'ENCRYPTION_KEYS',
    ]) {
      expect(second.environment[variable]).toBe(first.environment[variable]);
    }
  });

  it('leave a provider alone that has credentials, unless told otherwise', async () => {
    const credentials = {
      SLACK_CLIENT_ID: 'mine',
      SLACK_CLIENT_SECRET: 'mine',
      HUBSPOT_CLIENT_SECRET: 'mine',
    };
    const { sandboxes, environment } = await start(credentials);
    expect(Object.keys(sandboxes)).toEqual([
      'stripe',
      'google-calendar',
      'salesforce',
      'paypal',
      'sendgrid',
      'external-api',
    ]);
    expect(environment).toMatchObject(credentials);
    expect(environment).not.toHaveProperty('SLACK_API_BASE_URL');
    const all = await start({ ...credentials, SANDBOX: 'on' });
    expect(Object.keys(all.sandboxes)).toEqual(PROVIDERS);
    expect((await start({ SANDBOX: 'off' })).sandboxes).toEqual({});
  });

  it('take the ports after Hookline’s, and another where one is taken', async () => {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const neighbour = await occupy(port + 2);
    try {
      const { sandboxes } = await start({ PORT: String(port) });
      expect(new URL(sandboxes.stripe ?? '').port).toBe(String(port + 1));
      expect(new URL(sandboxes.slack ?? '').port).not.toBe(String(port + 2));
      expect(new URL(sandboxes.salesforce ?? '').port).toBe(String(port + 5));
    } finally {
      neighbour.close();
    }
  });
});

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return server;
}
