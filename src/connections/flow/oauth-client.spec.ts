import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateKeyPairSync } from 'node:crypto';
import {
  authorizationCodeGrant,
  enableNonRepudiationChecks,
  refreshTokenGrant,
  tokenRevocation,
} from 'openid-client';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { faults, startFaultServer, type FaultServer } from '../../../test/support/fault-server.js';
import { openRoad } from '../../../test/support/open-road.js';
import type { OAuthApp } from '../../contracts/connections.js';
import { ValidationError } from '../../contracts/errors.js';
import { LOOPBACK } from '../../outbound/transport/private-addresses.js';
import { OidcApp } from '../providers/generic/oidc-app.js';
import { OAuth2App } from '../providers/generic/oauth2-app.js';
import { OAuthRoads } from '../roads/oauth-roads.js';
import { OAuthClients } from './oauth-client.js';
import { toIntegrationError } from './oauth-errors.js';

/** FAULTS A5, where OAuth takes addresses out of a provider's answers. */

const CLIENT = { clientId: 'hookline', clientSecret: 'the-secret-of-the-client' };
const ABOUT = { provider: 'acme', operation: 'oauth.connect' };
const { services } = openRoad({ logger: pino({ enabled: false }) });

/** What is on the inside, and has to stay untouched. */
let inside: FaultServer;
/** The server that the configuration names. */
let acme: FaultServer;
/** What it publishes of itself, besides its issuer. */
let published: Record<string, string>;
let tokenAnswer: object;
let roads: OAuthRoads;

beforeEach(async () => {
  inside = await startFaultServer({ answer: () => faults.ok({ keys: [] }) });
  acme = await startFaultServer({
    answer: ({ path }) => {
      if (path === '/.well-known/openid-configuration') return faults.ok(published);
      if (path === '/token') return faults.ok(tokenAnswer);
      return faults.redirect(`${inside.url}${path}`, 307);
    },
  });
  published = {
    issuer: acme.url,
    authorization_endpoint: `${acme.url}/authorize`,
    token_endpoint: `${acme.url}/token`,
  };
  tokenAnswer = { access_token: 'at-1', token_type: 'bearer' };
  // As in production: nothing that is private may be reached.
  roads = new OAuthRoads(services, []);
});
afterEach(async () => {
  await roads.onApplicationShutdown();
  await Promise.all([acme.close(), inside.close()]);
});

const oidcApp = () =>
  new OidcApp(
    'acme',
    'ACME',
    {
      ISSUER: acme.url,
      SCOPES: [],
      TITLE: undefined,
      CLIENT_ID: undefined,
      CLIENT_SECRET: undefined,
      CLIENT_AUTHENTICATION: 'basic',
    },
    CLIENT,
  );
const configured = (app: OAuthApp = oidcApp(), by = roads) =>
  new OAuthClients(by).configurationOf(
    { name: 'acme', title: 'Acme', oauth: app, form: undefined },
    'oauth.connect',
  );
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => toIntegrationError(error, ABOUT),
  );

describe('A server that publishes its endpoints', () => {
  it('is asked where the configuration says, wherever that is', async () => {
    expect(await refreshTokenGrant(await configured(), 'rt-1')).toMatchObject({ access_token: 'at-1' });
  });

  it('leads to no token endpoint and no revocation endpoint on the inside', async () => {
    published['token_endpoint'] = `${inside.url}/token`;
    published['revocation_endpoint'] = `${inside.url.replace('127.0.0.1', 'localhost')}/revoke`;
    const configuration = await configured();
    for (const request of [
      refreshTokenGrant(configuration, 'rt-1'),
      tokenRevocation(configuration, 'rt-1'),
    ]) {
      const error = await failure(request);
      expect(error).toBeInstanceOf(ValidationError);
      expect(String(error)).toContain('not public');
    }
    expect(inside.requests).toEqual([]);
  });

  it('leads to no keys on the inside', async () => {
    published['jwks_uri'] = `${inside.url}/keys`;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const idToken = await new SignJWT({ sub: 'ada' })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(acme.url)
      .setAudience(CLIENT.clientId)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    tokenAnswer = { ...tokenAnswer, id_token: idToken };
    const configuration = await configured();
    enableNonRepudiationChecks(configuration);
    const callback = new URL('https://product.test/connect/callback?code=c-1');
    expect(await failure(authorizationCodeGrant(configuration, callback))).toBeInstanceOf(ValidationError);
    expect(inside.requests).toEqual([]);
  });

  it('may lead to what is allowed, as this machine is in development', async () => {
    published['token_endpoint'] = `${inside.url}/token`;
    const open = new OAuthRoads(services, LOOPBACK);
    await failure(refreshTokenGrant(await configured(oidcApp(), open), 'rt-1'));
    expect(inside.requests).toHaveLength(1);
    await open.onApplicationShutdown();
  });
});

describe('A redirect to somewhere else', () => {
  const urls = () => ({
    AUTHORIZATION_URL: `${acme.url}/authorize`,
    TOKEN_URL: `${acme.url}/moved-token`,
    ACCOUNT_URL: `${acme.url}/moved-account`,
    REVOCATION_URL: undefined,
  });
  const oauth2App = () =>
    new OAuth2App(
      'acme',
      'ACME',
      {
        ...urls(),
        SCOPES: [],
        TITLE: undefined,
        CLIENT_ID: undefined,
        CLIENT_SECRET: undefined,
        CLIENT_AUTHENTICATION: 'basic',
        ACCOUNT_ID: 'id',
        ACCOUNT_LABEL: undefined,
        PKCE: 'on',
      },
      CLIENT,
    );

  it('of a token endpoint or an account endpoint is not followed, even where it may lead', async () => {
    const open = new OAuthRoads(services, LOOPBACK);
    const app = oauth2App();
    expect(await failure(refreshTokenGrant(await configured(app, open), 'rt-1'))).toBeInstanceOf(Error);
    const http = open.fetchFor('acme', 'oauth.account');
    await expect(app.account({ accessToken: 'at-1', answer: {} }, http)).rejects.toThrow('HTTP 307');
    expect(acme.requests.map(({ path }) => path)).toEqual(['/moved-token', '/moved-account']);
    expect(inside.requests).toEqual([]);
    await open.onApplicationShutdown();
  });

  it('of the published endpoints is not followed either', async () => {
    const app = new OidcApp(
      'acme',
      'ACME',
      {
        ISSUER: `${acme.url}/tenant`,
        SCOPES: [],
        TITLE: undefined,
        CLIENT_ID: undefined,
        CLIENT_SECRET: undefined,
        CLIENT_AUTHENTICATION: 'basic',
      },
      CLIENT,
    );
    expect(await failure(configured(app))).toBeInstanceOf(Error);
    expect(inside.requests).toEqual([]);
  });
});
