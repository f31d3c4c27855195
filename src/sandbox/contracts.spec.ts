import { afterAll, describe, expect, it } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startGoogleSandbox } from './google/google-sandbox.js';
import { startHubSpotSandbox } from './hubspot/hubspot-sandbox.js';
import type { OAuthSandbox } from './oauth/oauth-sandbox.js';
import { Browser, CLIENT, get, post, postJson, REDIRECT_URI } from './oauth/spec-support.js';
import { startSalesforceSandbox } from './salesforce/salesforce-sandbox.js';
import { startSlackSandbox } from './slack/slack-sandbox.js';

const FOLDER = resolve('..', 'shared', 'contracts');
const present = existsSync(FOLDER);
const title = present
  ? 'answers have the shape that the providers publish'
  : `answers have the shape that the providers publish: SKIPPED, since ${FOLDER} is not here`;

interface Contract {
  paths: Record<
    string,
    Record<
      string,
      {
        responses: Record<
          string,
          { content?: Record<string, { schema: object; examples?: { success: { value: object } } }> }
        >;
      }
    >
  >;
  components: { schemas: Record<string, { properties?: object }> };
}

/** A provider's published description. */
class Description {
  private readonly contract: Contract;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });

  constructor(file: string) {
    this.contract = JSON.parse(readFileSync(resolve(FOLDER, file), 'utf8')) as Contract;
    this.ajv.addSchema(this.contract, 'contract');
  }

  /** What is wrong with an answer to a call. */
  faults(method: string, path: string, status: string, body: object): string[] {
    if (!this.contract.paths[path]?.[method]?.responses[status]?.content)
      throw new Error(`${path} is not described`);
    const pointer = ['paths', path, method, 'responses', status, 'content', 'application/json', 'schema']
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    return this.faultsBy(`contract#/${pointer}`, body);
  }

  /** Wrong and missing fields by a named schema, and fields that it does not have, save those known to be newer. */
  faultsOf(name: string, body: object, newer: readonly string[] = []): string[] {
    const known = this.contract.components.schemas[name]?.properties ?? {};
    const unknown = Object.keys(body).filter((field) => !(field in known) && !newer.includes(field));
    return [
      ...this.faultsBy(`contract#/components/schemas/${name}`, body),
      ...unknown.map((field) => `/${field}?`),
    ];
  }

  /** The fields of the published example of a success. */
  exampleFields(path: string): string[] {
    const content = this.contract.paths[path]?.post?.responses['200']?.content?.['application/json'];
    return Object.keys(content?.examples?.success.value ?? {});
  }

  private faultsBy($ref: string, body: object): string[] {
    const validate = this.ajv.compile({ $ref });
    validate(body);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
}

(present ? describe : describe.skip)(title, () => {
  const sandboxes: OAuthSandbox[] = [];
  afterAll(() => Promise.all(sandboxes.map((sandbox) => sandbox.close())));

  async function grantedBy(
    sandbox: OAuthSandbox,
    account: string,
    paths: { authorize: string; token: string },
    parameters: Record<string, string>,
  ) {
    sandboxes.push(sandbox);
    const browser = new Browser(sandbox, paths.authorize);
    const code = await browser.allow(account, parameters, parameters.scope?.split(' '));
    const form = { ...CLIENT, grant_type: 'authorization_code', redirect_uri: REDIRECT_URI, code };
    const { body } = await post(sandbox.url + paths.token, form);
    return { body, token: String(body.access_token) };
  }

  it('Slack', async () => {
    const slack = new Description('slack/web-api.openapi.json');
    const sandbox = await startSlackSandbox({ port: 0 });
    const { body, token } = await grantedBy(
      sandbox,
      'T0ACME',
      { authorize: '/oauth/v2/authorize', token: '/api/oauth.v2.access' },
      { scope: 'chat:write,channels:read,users:read.email' },
    );
    const call = async (method: string, fields: object) =>
      (await postJson(`${sandbox.url}/api/${method}`, token, fields)).body;
    const answers: [string, object][] = [
      ['/oauth.v2.access', body],
      ['/auth.test', await call('auth.test', {})],
      ['/chat.postMessage', await call('chat.postMessage', { channel: 'general', text: 'Hi' })],
      ['/conversations.list', await call('conversations.list', {})],
      ['/users.lookupByEmail', await call('users.lookupByEmail', { email: 'ada@acme.example' })],
      ['/auth.revoke', await call('auth.revoke', {})],
    ];
    for (const [path, answer] of answers) {
      expect([path, slack.faults('post', path, '200', answer)]).toEqual([path, []]);
      expect([path, Object.keys(answer)]).toEqual([path, expect.arrayContaining(slack.exampleFields(path))]);
    }
    expect(slack.faults('post', '/auth.test', '200', await call('auth.test', {}))).toEqual([]);
  });

  it('Google Calendar', async () => {
    const google = new Description('google-calendar/calendar-v3.openapi.json');
    const sandbox = await startGoogleSandbox({ port: 0 });
    const { token } = await grantedBy(
      sandbox,
      '104857600000000000001',
      { authorize: '/o/oauth2/v2/auth', token: '/token' },
      { scope: 'https://www.googleapis.com/auth/calendar' },
    );
    const api = `${sandbox.url}/calendar/v3`;
    const { body: list } = await get(`${api}/users/me/calendarList`, token);
    const { body: events } = await get(`${api}/calendars/primary/events`, token);
    const wish = { id: 'channel-1', type: 'web_hook', address: 'https://shop.example/' };
    const { body: channel } = await postJson(`${api}/calendars/primary/events/watch`, token, wish);
    expect(google.faultsOf('CalendarList', list)).toEqual([]);
    for (const entry of list.items as object[])
      expect(google.faultsOf('CalendarListEntry', entry)).toEqual([]);
    expect(google.faultsOf('Events', events)).toEqual([]);
    for (const event of events.items as object[]) expect(google.faultsOf('Event', event)).toEqual([]);
    expect(google.faultsOf('Channel', channel)).toEqual([]);
    expect(google.faultsOf('Error', (await get(`${api}/users/me/calendarList`, 'x')).body)).toEqual([]);
  });

  it('HubSpot', async () => {
    const hubspot = new Description('hubspot/oauth-webhooks.openapi.json');
    const sandbox = await startHubSpotSandbox({ port: 0 });
    // The description is of v1, which the dated version extends.
    const paths = { authorize: '/oauth/authorize', token: '/oauth/2026-03/token' };
    const { body, token } = await grantedBy(sandbox, '146425420', paths, { scope: 'oauth' });
    expect(hubspot.faultsOf('TokenResponseIF', body, ['hub_id', 'user_id', 'scopes'])).toEqual([]);
    const { body: about } = await post(`${sandbox.url}${paths.token}/introspect`, { ...CLIENT, token });
    const newer = ['active', 'token_use', 'client_id'];
    expect(hubspot.faultsOf('AccessTokenInfoResponse', about, newer)).toEqual([]);
    const { body: refusal } = await post(sandbox.url + paths.token, {});
    expect(hubspot.faultsOf('Error', refusal, ['error', 'error_description'])).toEqual([]);
    const { body: unknown } = await get(`${sandbox.url}/account-info/v3/details`);
    expect(hubspot.faultsOf('Error', unknown)).toEqual([]);
  });

  it('Salesforce', async () => {
    const salesforce = new Description('salesforce/rest-api.openapi.json');
    const sandbox = await startSalesforceSandbox({ port: 0 });
    const paths = { authorize: '/services/oauth2/authorize', token: '/services/oauth2/token' };
    const { body, token } = await grantedBy(sandbox, '00D5g00000Sand1EAB', paths, {
      scope: 'api refresh_token',
    });
    expect(salesforce.faultsOf('TokenResponse', body)).toEqual([]);
    expect(salesforce.faultsOf('OAuthError', (await post(sandbox.url + paths.token, {})).body)).toEqual([]);
    const records = `${sandbox.url}/services/data/v63.0/sobjects`;
    const path = '/services/data/{version}/sobjects/{sObject}/{id}';
    const { body: record } = await get(`${records}/Account/0015g00000Sand1AAB`, token);
    expect(salesforce.faults('get', path, '200', record)).toEqual([]);
    const refusals = (await get(`${records}/Account/none`, token)).body as unknown as object[];
    for (const refusal of refusals) expect(salesforce.faultsOf('ApiError', refusal)).toEqual([]);
  });
});
