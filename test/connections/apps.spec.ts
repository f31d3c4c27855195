import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import type { CallOptions } from '../../src/contracts/calls.js';
import type { Connection, OAuthApp, TokenGrant } from '../../src/contracts/connections.js';
import { NotFoundError, ProviderError, ResponseFormatError } from '../../src/contracts/errors.js';
import { ConnectableProviders } from '../../src/connections/providers/connectable-providers.js';
import {
  declaredAppsConfig,
  type DeclaredApps,
} from '../../src/connections/providers/generic/declared-apps.config.js';
import { actingForWebhook } from '../../src/connections/providers/webhook-account.js';
import { googleCalendarConfig } from '../../src/providers/google-calendar/google-calendar.config.js';
import { GoogleCalendarConnect } from '../../src/providers/google-calendar/google-calendar.connect.js';
import { hubspotConfig } from '../../src/providers/hubspot/hubspot.config.js';
import { HubSpotConnect } from '../../src/providers/hubspot/hubspot.connect.js';
import { salesforceConfig } from '../../src/providers/salesforce/salesforce.config.js';
import { SalesforceConnect } from '../../src/providers/salesforce/salesforce.connect.js';
import { slackConfig } from '../../src/providers/slack/slack.config.js';
import { SlackConnect } from '../../src/providers/slack/slack.connect.js';
import { StripeAccountHeader } from '../../src/providers/stripe/stripe.account-header.js';
import { StripeClient } from '../../src/providers/stripe/stripe.client.js';
import { stripeConfig } from '../../src/providers/stripe/stripe.config.js';
import { StripeConnect } from '../../src/providers/stripe/stripe.connect.js';
import { stripePolicy } from '../../src/providers/stripe/stripe.road.js';
import { faults, startFaultServer, type Fault, type FaultServer } from '../support/fault-server.js';
import { openRoad } from '../support/open-road.js';

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

const connection: Connection = {
  id: 'of-google',
  provider: 'google-calendar',
  tenant: undefined,
  status: 'connected',
  kind: 'oauth2',
  account: { id: '11570', label: 'ada@acme.example', details: {} },
  scopes: [],
  createdAt: new Date(),
  connectedAt: new Date(),
  disconnectedAt: undefined,
  expiresAt: undefined,
  refreshedAt: undefined,
  refreshAt: undefined,
  refreshFailures: 0,
  lastUsedAt: undefined,
  lastError: undefined,
};

const lastRequest = () => server.requests.at(-1);
const form = () => Object.fromEntries(new URLSearchParams(lastRequest()?.body.toString()));
const grant = (answer: Record<string, unknown>, more: Partial<TokenGrant> = {}): TokenGrant => ({
  accessToken: 'access-token-1',
  answer,
  ...more,
});

describe('the Slack app', () => {
  const slack = () =>
    new SlackConnect(
      slackConfig.read({
        SLACK_CLIENT_ID: 'id',
        SLACK_CLIENT_SECRET: 'secret',
        SLACK_API_BASE_URL: `${server.url}/api`,
      }),
    );
  // As in Slack's own documentation of oauth.v2.access.
  const installed = {
    ok: true,
    access_token: 'xoxb-1',
    token_type: 'bot',
    scope: 'commands,chat:write',
    bot_user_id: 'U0KRQLJ9H',
    app_id: 'A0KRD7HC3',
    expires_in: 43_200,
    refresh_token: 'xoxe-1-1',
    team: { name: 'Slack Pickleball Team', id: 'T9TK3CUKW' },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: 'U1234' },
  };

  it('sends people to Slack itself, and asks its API for tokens', () => {
    expect(new SlackConnect(slackConfig.read({})).server).toMatchObject({
      authorizationEndpoint: 'https://slack.com/oauth/v2/authorize',
      tokenEndpoint: 'https://slack.com/api/oauth.v2.access',
    });
  });

  it('reads a bot’s token as a bearer token, with the refresh token of its rotation', () => {
    expect(slack().tokenAnswer({ status: 200, body: installed })).toMatchObject({
      status: 200,
      body: { token_type: 'bearer', access_token: 'xoxb-1', refresh_token: 'xoxe-1-1', expires_in: 43_200 },
    });
  });

  it.each([
    ['invalid_refresh_token', 400, 'invalid_grant'],
    ['token_expired', 400, 'invalid_grant'],
    ['code_already_used', 400, 'invalid_grant'],
    ['bad_client_secret', 401, 'invalid_client'],
    ['internal_error', 503, 'temporarily_unavailable'],
    ['something_new', 400, 'invalid_request'],
  ])('says %s with status %i and %s, as OAuth 2 has it', (word, status, error) => {
    const answer = { status: 200, body: { ok: false, error: word } };
    expect(slack().tokenAnswer(answer)).toEqual({ status, body: { error, error_description: word } });
  });

  it('leaves alone what is no answer of Slack’s', () => {
    const answer = { status: 502, body: 'Bad gateway' };
    expect(slack().tokenAnswer(answer)).toEqual(answer);
  });

  it('knows a workspace by its team, and an installation for a whole organisation by that', async () => {
    expect(await slack().account(grant(installed))).toEqual({
      id: 'T9TK3CUKW',
      label: 'Slack Pickleball Team',
      details: {
        team_id: 'T9TK3CUKW',
        team_name: 'Slack Pickleball Team',
        app_id: 'A0KRD7HC3',
        bot_user_id: 'U0KRQLJ9H',
      },
    });
    const everywhere = {
      ...installed,
      team: null,
      is_enterprise_install: true,
      enterprise: { id: 'E12345678', name: 'Acme' },
    };
    expect(await slack().account(grant(everywhere))).toMatchObject({
      id: 'E12345678',
      label: 'Acme',
      details: { enterprise_id: 'E12345678' },
    });
    await expect(slack().account(grant({ ok: true }))).rejects.toThrow(ResponseFormatError);
  });

  it('revokes by auth.revoke, and is content when Slack has done so already', async () => {
    answers = { '/api/auth.revoke': faults.ok({ ok: true, revoked: true }) };
    await slack().revoke({ accessToken: 'xoxb-1' }, fetch);
    expect(lastRequest()).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer xoxb-1' } });
    answers = { '/api/auth.revoke': faults.ok({ ok: false, error: 'token_revoked' }) };
    await slack().revoke({ accessToken: 'xoxb-1' }, fetch);
    answers = { '/api/auth.revoke': faults.ok({ ok: false, error: 'fatal_error' }) };
    await expect(slack().revoke({ accessToken: 'xoxb-1' }, fetch)).rejects.toThrow(ProviderError);
  });
});

describe('the Google app', () => {
  const google = new GoogleCalendarConnect(
    googleCalendarConfig.read({ GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' }),
  );

  it('asks for a refresh token each time, and for the account that is to be connected again', () => {
    expect(google.authorizationParameters({ scopes: google.scopes, accountHint: '1157' })).toEqual({
      access_type: 'offline',
      prompt: 'consent',
      include_granted_scopes: 'true',
      login_hint: '1157',
    });
    expect(google.server).toMatchObject({ issuer: 'https://accounts.google.com' });
  });

  it('knows an account by its id token alone', async () => {
    const claims = { sub: '11570', email: 'ada@acme.example', hd: 'acme.example', iss: 'x' };
    expect(await google.account(grant({}, { claims }))).toEqual({
      id: '11570',
      label: 'ada@acme.example',
      details: { email: 'ada@acme.example', domain: 'acme.example' },
    });
    await expect(google.account(grant({ email: 'somebody@evil.example' }))).rejects.toThrow(
      ResponseFormatError,
    );
  });

  it('has all its endpoints at one address when that is a stand-in', () => {
    const { server: standIn } = googleCalendarConfig.read({ GOOGLE_OAUTH_BASE_URL: 'http://localhost:4010' });
    expect(standIn).toMatchObject({
      issuer: 'http://localhost:4010',
      tokenEndpoint: 'http://localhost:4010/token',
      jwksUri: 'http://localhost:4010/oauth2/v3/certs',
    });
  });
});

describe('the HubSpot app', () => {
  const hubspot = () =>
    new HubSpotConnect(
      hubspotConfig.read({
        HUBSPOT_CLIENT_ID: 'id',
        HUBSPOT_CLIENT_SECRET: 'new-secret,old-secret',
        HUBSPOT_API_BASE_URL: server.url,
      }),
    );

  it('asks who an account is without its token in an address, with the newest of its secrets', async () => {
    answers = {
      '/oauth/2026-03/token/introspect': faults.ok({
        active: true,
        hub_id: 62_515,
        hub_domain: 'demo.hubspot.com',
        user: 'ada@acme.example',
      }),
    };
    expect(await hubspot().account(grant({}), fetch)).toEqual({
      id: '62515',
      label: 'demo.hubspot.com (62515)',
      details: { hub_domain: 'demo.hubspot.com', installed_by: 'ada@acme.example' },
    });
    expect(lastRequest()?.path).not.toContain('access-token-1');
    expect(form()).toMatchObject({ token: 'access-token-1', client_id: 'id', client_secret: 'new-secret' });
  });

  it('reads the granted scopes from their list', () => {
    const body = { access_token: 'a', token_type: 'bearer', scopes: ['oauth', 'tickets'] };
    expect(hubspot().tokenAnswer({ status: 200, body }).body).toMatchObject({ scope: 'oauth tickets' });
  });
});

describe('the Salesforce app', () => {
  const salesforce = (login = server.url) =>
    new SalesforceConnect(
      salesforceConfig.read({
        SALESFORCE_CLIENT_ID: 'id',
        SALESFORCE_CLIENT_SECRET: 'secret',
        SALESFORCE_LOGIN_URL: login,
      }),
    );
  const identity = '/id/00Dx0000000BV7z/005x00000012Q9P';

  it('asks the login host who it is, and keeps the address of the organisation', async () => {
    answers = {
      [identity]: faults.ok({
        organization_id: '00Dx0000000BV7zEAM',
        user_id: '005x00000012Q9PAAU',
        username: 'ada@acme.example',
      }),
    };
    const answer = { id: `${server.url}${identity}`, instance_url: 'https://acme.my.salesforce.com' };
    expect(await salesforce().account(grant(answer), fetch)).toEqual({
      id: '00Dx0000000BV7zEAM',
      label: 'acme.my.salesforce.com (ada@acme.example)',
      details: {
        instance_url: 'https://acme.my.salesforce.com',
        user_id: '005x00000012Q9PAAU',
        username: 'ada@acme.example',
      },
    });
    expect(lastRequest()?.headers.authorization).toBe('Bearer access-token-1');
  });

  it.each([
    'https://login.salesforce.com.evil.example/id/1/2',
    'https://evilsalesforce.com/id/1/2',
    'http://login.salesforce.com/id/1/2',
    'http://127.0.0.1:1/id/1/2',
    'not an address',
  ])('takes no token to %s', async (id) => {
    const asked = server.requests.length;
    const answer = { id, instance_url: 'https://acme.my.salesforce.com' };
    await expect(salesforce('https://test.salesforce.com').account(grant(answer), fetch)).rejects.toThrow(
      /SALESFORCE_LOGIN_URL/,
    );
    expect(server.requests).toHaveLength(asked);
  });

  it('does not keep an address of an organisation that is not Salesforce’s', async () => {
    const answer = { id: `${server.url}${identity}`, instance_url: 'https://evil.example' };
    await expect(salesforce().account(grant(answer), fetch)).rejects.toThrow(ResponseFormatError);
  });
});

describe('the Stripe Connect app', () => {
  const stripe = () =>
    new StripeConnect(
      stripeConfig.read({
        STRIPE_CLIENT_ID: 'ca_123',
        STRIPE_SECRET_KEY: 'sk_test_platform',
        STRIPE_API_BASE_URL: server.url,
        STRIPE_CONNECT_BASE_URL: server.url,
      }),
    );
  const acme = { id: 'acct_1', email: 'ada@acme.example', country: 'DE', business_profile: { name: 'Acme' } };

  it('is the client whose secret is the platform’s key', () => {
    expect(stripe().client).toEqual({ clientId: 'ca_123', clientSecret: 'sk_test_platform' });
    expect(new StripeConnect(stripeConfig.read({ STRIPE_SECRET_KEY: 'sk_test_1' })).client).toBeUndefined();
  });

  it('knows the account, and needs no refresh', async () => {
    answers = { '/v1/account': faults.ok(acme) };
    expect(await stripe().account(grant({}), fetch)).toEqual({
      id: 'acct_1',
      label: 'Acme (acct_1)',
      details: { email: 'ada@acme.example', country: 'DE' },
    });
    const body = {
      access_token: 'sk_acct',
      stripe_user_id: 'acct_1',
      refresh_token: 'rt_1',
      token_type: 'bearer',
    };
    const answer = stripe().tokenAnswer({ status: 200, body });
    expect(JSON.parse(JSON.stringify(answer.body))).not.toHaveProperty('refresh_token');
  });

  it('takes the platform’s access away, with the platform’s key', async () => {
    answers = {
      '/v1/account': faults.ok(acme),
      '/oauth/deauthorize': faults.ok({ stripe_user_id: 'acct_1' }),
    };
    await stripe().revoke({ accessToken: 'sk_acct' }, fetch);
    expect(lastRequest()?.headers.authorization).toBe('Bearer sk_test_platform');
    expect(form()).toEqual({ client_id: 'ca_123', stripe_user_id: 'acct_1' });
  });
});

describe('a call to Stripe', () => {
  const connections = {
    actingFor: async (_provider: string, options: CallOptions) =>
      options.tenant === 'acme' ? { ...options, connectionId: 'connection-1' } : options,
    credential: async (connectionId: string) => ({
      connectionId,
      provider: 'stripe',
      account: { id: 'acct_1', label: 'Acme', details: {} },
      version: 1,
      headers: { authorization: 'Bearer sk_acct' },
      expiresAt: undefined,
    }),
  };
  const client = () => {
    const { road } = openRoad({
      logger: pino({ level: 'silent' }),
      provider: 'stripe',
      policy: { ...stripePolicy, authorization: new StripeAccountHeader(connections) },
      settings: { baseUrl: server.url },
    });
    return new StripeClient(stripeConfig.read({ STRIPE_SECRET_KEY: 'sk_test_platform' }), road, connections);
  };

  it('is made by the platform, and names the connected account it is for', async () => {
    answers = { '/v1/balance': faults.ok({ object: 'balance' }) };
    const balance = (options: CallOptions) =>
      client().perform('balance.get', options, (stripe) =>
        stripe.call('/v1/balance', (sdk) => sdk.balance.retrieve()),
      );
    await balance({ tenant: 'acme' });
    expect(lastRequest()?.headers).toMatchObject({
      authorization: 'Bearer sk_test_platform',
      'stripe-account': 'acct_1',
    });
    await balance({});
    expect(lastRequest()?.headers).not.toHaveProperty('stripe-account');
  });
});

describe('a webhook', () => {
  it('is looked up for the connection it came for; with the environment’s account only when it names none', async () => {
    const connections = { get: async (id: string) => (id === 'of-google' ? connection : undefined) };
    const acting = (connectionId: string | undefined, provider = 'google-calendar') =>
      actingForWebhook(provider, { connectionId }, connections);
    expect(await acting('of-google')).toEqual({ connectionId: 'of-google' });
    expect(await acting(undefined)).toEqual({});
    await expect(acting('of-google', 'salesforce')).rejects.toThrow(NotFoundError);
    await expect(acting('only-secrets')).rejects.toThrow('/v1/connect-links');
  });
});

describe('apps by configuration alone', () => {
  const oauth2 = () => ({
    OAUTH_APPS: 'github:oauth2',
    GITHUB_TITLE: 'GitHub',
    GITHUB_CLIENT_ID: 'id',
    GITHUB_CLIENT_SECRET: 'secret',
    GITHUB_SCOPES: 'repo read:user',
    GITHUB_AUTHORIZATION_URL: 'https://github.example/login/oauth/authorize',
    GITHUB_TOKEN_URL: 'https://github.example/login/oauth/access_token',
    GITHUB_ACCOUNT_URL: `${server.url}/user`,
    GITHUB_ACCOUNT_LABEL: 'owner.login',
  });
  const appOf = (apps: DeclaredApps, name: string): OAuthApp => {
    const app = apps.get(name);
    if (!app) throw new Error(`${name} is not declared`);
    return app;
  };

  it('discovers an OpenID provider, and knows an account by its id token', async () => {
    const apps = declaredAppsConfig.read({
      OAUTH_APPS: 'acme-id:oidc',
      ACME_ID_ISSUER: 'https://id.acme.example/',
      ACME_ID_CLIENT_ID: 'id',
      ACME_ID_CLIENT_SECRET: 'secret',
      ACME_ID_SCOPES: 'email,offline_access',
    });
    const app = appOf(apps, 'acme-id');
    expect(app).toMatchObject({
      title: 'acme-id',
      server: { discover: 'https://id.acme.example/' },
      pkce: true,
      scopes: ['openid', 'email', 'offline_access'],
      client: { clientId: 'id', clientSecret: 'secret' },
    });
    const claims = { sub: 'u1', name: 'Ada' };
    expect(await app.account(grant({}, { claims }), fetch)).toEqual({ id: 'u1', label: 'Ada' });
    await expect(app.account(grant({ sub: 'u1' }), fetch)).rejects.toThrow(ResponseFormatError);
  });

  it('asks an endpoint whose account it is, where there is no id token', async () => {
    answers = { '/user': faults.ok({ id: 42, owner: { login: 'ada' } }) };
    const app = appOf(declaredAppsConfig.read(oauth2()), 'github');
    expect(await app.account(grant({}), fetch)).toEqual({ id: '42', label: 'ada' });
    expect(lastRequest()?.headers.authorization).toBe('Bearer access-token-1');
    answers = { '/user': faults.ok({ login: 'ada' }) };
    await expect(app.account(grant({}), fetch)).rejects.toThrow('its answer has no id');
  });

  it('may be declared before its client is registered', () => {
    const { GITHUB_CLIENT_ID: _id, GITHUB_CLIENT_SECRET: _secret, ...declared } = oauth2();
    const app = appOf(declaredAppsConfig.read(declared), 'github');
    expect(app.client).toBeUndefined();
    expect(app.variables).toEqual(['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET']);
  });

  it('tells all that is wrong at once, by variable, and no secret', () => {
    const read = () =>
      declaredAppsConfig.read({
        OAUTH_APPS: 'github:oauth2,acme:oidc,acme:oidc,Gitlab:saml',
        GITHUB_CLIENT_SECRET: 'a-secret-of-ours',
        GITHUB_AUTHORIZATION_URL: 'http://github.example/authorize',
        GITHUB_TOKEN_URL: 'https://github.example/token',
        GITHUB_ACCOUNT_URL: 'https://user:a-secret-of-ours@github.example/user',
        GITHUB_PKCE: 'maybe',
        ACME_ISSUER: 'ftp://acme.example',
      });
    for (const variable of [
      'GITHUB_AUTHORIZATION_URL: must be an https:// address',
      'GITHUB_ACCOUNT_URL: must be an https:// address',
      'GITHUB_PKCE: must be on or off',
      'ACME_ISSUER: must be an https:// address',
      'OAUTH_APPS: declares acme twice',
      'OAUTH_APPS: "Gitlab:saml" must be',
    ]) {
      expect(read).toThrow(variable);
    }
    expect(read).not.toThrow('a-secret-of-ours');
  });

  it('cannot take the name of a provider that is there', () => {
    const slack = new SlackConnect(slackConfig.read({}));
    const facets = { find: <T>() => new Map<string, T>([['github', slack as T]]) };
    const providers = new ConnectableProviders(facets, declaredAppsConfig.read(oauth2()));
    expect(() => providers.onModuleInit()).toThrow('OAUTH_APPS: call github otherwise');
  });
});
