import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, MODULE_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsolePortalModule } from '../../src/console/portal/console-portal.module.js';
import { csrfToken } from '../../src/console/frame/csrf.guard.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { visitPortal, type PortalVisitor } from '../support/portal.js';
import { Receiver, type Hook } from '../support/receiver.js';

interface Route {
  readonly method: string;
  readonly path: string;
}

/** Every route of the portal as its controllers have it, so that none is forgotten here. */
const ROUTES = controllers().flatMap(routesOf);
const WITH_ID = ROUTES.filter(({ path }) => path.includes(':id'));
/** Where a link leads is for who has no session yet; its form has tests of its own. */
const DOOR = '/portal/enter';
const FORMS = ROUTES.filter(({ method, path }) => method === 'POST' && path !== DOOR);

/** What the forms hold that hold anything. */
const FIELDS = { url: 'https://example.com/', hours: '24', type: '', eventTypes: '*' };

const receiver = await Receiver.start();
let hook: Hook;
let hookline: TestHookline;
let victim: PortalVisitor;
let stranger: PortalVisitor;
let endpointId: string;
let deliveryId: string;

beforeAll(async () => {
  hookline = await startTestHookline();
  hook = receiver.hook();
  const created = await hookline.api('POST', '/v1/endpoints', {
    tenant: 'victim',
    url: hook.url,
    description: 'of the victim',
  });
  endpointId = created.body.id;
  const list = async () => (await hookline.api('GET', `/v1/deliveries?endpoint_id=${endpointId}`)).body.data;
  deliveryId = await eventually('its ping is delivered', async () => {
    const [ping] = await list();
    return ping?.status === 'delivered' ? String(ping.id) : undefined;
  });
  victim = await visitPortal(hookline, 'victim');
  stranger = await visitPortal(hookline, 'stranger');
});
afterAll(async () => {
  await hookline?.close();
  await receiver.close();
});

const pathOf = ({ path }: Route) =>
  path.replace(':id', path.startsWith('/portal/deliveries') ? deliveryId : endpointId);

const endpoint = async () => (await hookline.api('GET', `/v1/endpoints/${endpointId}`)).body;

describe('the portal, to a stranger', () => {
  it('has routes to be looked at', () => {
    expect(WITH_ID.length).toBeGreaterThan(12);
    expect(FORMS.length).toBeGreaterThan(10);
  });

  it.each(WITH_ID)('hides another tenant’s at $method $path, and changes nothing', async (route) => {
    const before = await endpoint();
    const { status, html } =
      route.method === 'GET' ? await stranger.page(pathOf(route)) : await stranger.act(pathOf(route), FIELDS);
    expect(status).toBe(404);
    expect(html).not.toContain('victim');
    expect(html).not.toContain(hook.url);
    expect(await endpoint()).toEqual(before);
    const unknown = pathOf(route).replace(/[0-9a-f]{12}(?=\/|$)/, '000000000000');
    const missing =
      route.method === 'GET' ? await stranger.page(unknown) : await stranger.act(unknown, FIELDS);
    expect(missing.status).toBe(404);
    expect(withoutIdsAndTimes(missing.html)).toBe(withoutIdsAndTimes(html));
  });

  it('lists nothing of others', async () => {
    expect((await victim.page('/portal')).html).toContain('of the victim');
    expect((await stranger.page('/portal')).html).not.toContain('of the victim');
    const after = `/portal?after=${endpointId.replace(/^./, 'f')}`;
    expect((await stranger.page(after)).html).not.toContain('of the victim');
  });

  it('does not page on into the deliveries of others', async () => {
    const own = await hookline.api('POST', '/v1/endpoints', { tenant: 'stranger', url: receiver.hook().url });
    const path = `/portal/endpoints/${own.body.id}/deliveries?after=ffffffff-ffff-7fff-bfff-ffffffffffff`;
    expect((await stranger.page(path)).html).not.toContain(deliveryId);
  });

  it('sends the victim nothing', async () => {
    expect(hook.pings).toHaveLength(1);
    expect(hook.events).toHaveLength(0);
    expect((await hookline.api('GET', `/v1/deliveries/${deliveryId}`)).body.attempts).toBe(1);
  });
});

describe('the portal’s session', () => {
  it.each(ROUTES.filter(({ path }) => path !== DOOR))('is asked for at $method $path', async (route) => {
    const { status } = await fetch(hookline.url + pathOf(route), formOf(route, ''));
    expect(status).toBe(401);
  });

  it('does not open the console, and the console’s does not open it', async () => {
    const headers = { Cookie: `hookline_session=${victim.token}` };
    const console = await fetch(`${hookline.url}/console`, { headers, redirect: 'manual' });
    expect(console.status).toBe(303);
    expect((await fetch(`${hookline.url}/portal`, { headers })).status).toBe(401);
  });

  it.each(FORMS)('is not enough at $method $path without the token of its forms', async (route) => {
    const before = await endpoint();
    const without = formOf(route, victim.token);
    expect((await fetch(hookline.url + pathOf(route), without)).status).toBe(403);
    const others = formOf(route, victim.token, { csrf: csrfToken(stranger.token) });
    expect((await fetch(hookline.url + pathOf(route), others)).status).toBe(403);
    const elsewhere = formOf(route, victim.token, { csrf: csrfToken(victim.token) }, 'https://evil.example');
    expect((await fetch(hookline.url + pathOf(route), elsewhere)).status).toBe(403);
    expect(await endpoint()).toEqual(before);
  });
});

function formOf(
  { method }: Route,
  session: string,
  fields: Readonly<Record<string, string>> = {},
  origin = hookline.url,
): RequestInit {
  const headers = { Cookie: `hookline_portal=${session}`, Origin: origin };
  if (method === 'GET') return { method, headers };
  return { method, headers, body: new URLSearchParams({ ...FIELDS, ...fields }) };
}

function withoutIdsAndTimes(html: string): string {
  return html.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id').replaceAll(/<time.*?<\/time>/g, 'a time');
}

function controllers(): readonly (new (...dependencies: never[]) => object)[] {
  return Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, ConsolePortalModule);
}

function routesOf(controller: new (...dependencies: never[]) => object): Route[] {
  const base: string = Reflect.getMetadata(PATH_METADATA, controller);
  return Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(({ value }) => {
    const verb: number | undefined =
      typeof value === 'function' ? Reflect.getMetadata(METHOD_METADATA, value) : undefined;
    if (verb === undefined) return [];
    const path: string = Reflect.getMetadata(PATH_METADATA, value);
    const method = RequestMethod[verb] ?? '';
    return [{ method, path: `/${base}/${path}`.replaceAll(/\/+/g, '/').replace(/\/$/, '') }];
  });
}
