import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { signIn, type ShownPage, type SignedIn } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const XSS = '<img src=x onerror="alert(1)">';
const ESCAPED = 'onerror=&#34;alert(1)&#34;';
const SECRET = /whsec_[\w+/=]{20,}/;

/** What the receiver answers with. */
const answer = { status: 200, body: 'thanks' };
const received: { id: string; type: string }[] = [];
let receiver: Server;
let receiverUrl: string;
let hookline: TestHookline;
let prisma: PrismaService;
let admin: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(JSON.parse(body));
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((listening) => void receiver.listen(0, '127.0.0.1', listening));
  const bound = receiver.address();
  receiverUrl = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  hookline = await startTestHookline();
  prisma = hookline.app.get(PrismaService, { strict: false });
  admin = await signIn(hookline);
  viewer = await signIn(hookline, 'viewer');
});
afterAll(async () => {
  await hookline?.close();
  receiver?.close();
  receiver?.closeAllConnections();
});

/** A page without a secret in it. */
async function read(page: Promise<ShownPage>): Promise<ShownPage> {
  const { html } = await page;
  expect(html).not.toMatch(SECRET);
  expect(html).not.toMatch(/undefined|\[object|NaN/);
  return page;
}
const get = (path: string, browser = admin) => read(browser.page(path));

/** An endpoint of a customer of its own. @returns the path of its page */
async function givenEndpoint(settings: object = {}): Promise<{ id: string; tenant: string; page: string }> {
  const tenant = `customer-${uuidv7()}`;
  const { status, body } = await hookline.api('POST', '/v1/endpoints', {
    tenant,
    url: `${receiverUrl}/hooks`,
    ...settings,
  });
  expect(status).toBe(201);
  return { id: body.id, tenant, page: `/console/endpoints/${body.id}` };
}

const publish = async (tenant: string, type: string, data: unknown = {}): Promise<string> =>
  (await hookline.api('POST', '/v1/events', { tenant, type, data })).body.id;

/** The delivery of an event, once it stands like this. */
const delivery = (eventId: string, status: string): Promise<string> =>
  eventually(`the delivery of ${eventId} is ${status}`, async () => {
    const row = await prisma.delivery.findFirst({ where: { eventId } });
    return row?.status === status ? row.id : undefined;
  });

const audited = (action: string, target?: string) =>
  prisma.auditEntry.findFirst({ where: { action, ...(target && { target }) }, orderBy: { id: 'desc' } });

describe('Before anything has happened', () => {
  it.each([
    ['/console/endpoints', ['No customer listens yet', 'POST /v1/endpoints', '/console/endpoints/new']],
    ['/console/deliveries', ['Nothing has been delivered yet', 'POST /v1/events']],
    ['/console/event-types', ['No type is in the catalogue yet', 'defineEvent', 'PUT /v1/event-types/']],
  ])('%s says what to do next', async (path, texts) => {
    const page = await get(path);
    expect(page.status).toBe(200);
    for (const words of texts) expect(page.html).toContain(words);
  });

  it('nobody sees any of it without a sign-in', async () => {
    for (const room of ['endpoints', 'endpoints/new', 'deliveries', 'deliveries/latest', 'event-types']) {
      const { status, headers } = await fetch(`${hookline.url}/console/${room}`, { redirect: 'manual' });
      expect(status).toBe(303);
      expect(headers.get('location')).toMatch(/^\/console\/sign-in/);
    }
  });
});

describe('Adding an endpoint', () => {
  const fields = () => ({
    tenant: 'acme<b>',
    url: `${receiverUrl}/in`,
    event_types: 'order.*\ninvoice.paid',
    description: XSS,
    payload: 'thin',
    rate_limit: '60',
    headers: 'Authorization: Bearer never-to-be-shown\r\nX-Shop: 1',
    ordered: 'on',
  });

  it('shows the secret once, on the page that answers, and never again', async () => {
    const { status, html, location } = await admin.act('/console/endpoints', fields());
    expect(status).toBe(200);
    expect(location).toBeUndefined();
    const [secret = 'none'] = SECRET.exec(html) ?? [];
    const [, id = ''] = /href="\/console\/endpoints\/([0-9a-f-]{36})"/.exec(html) ?? [];
    expect(secret).toMatch(SECRET);
    const { html: page } = await get(`/console/endpoints/${id}`);
    for (const words of [
      'acme&lt;b>',
      'order.* invoice.paid',
      'authorization x-shop',
      '60 a minute',
      ESCAPED,
    ]) {
      expect(page).toContain(words);
    }
    for (const path of ['', '/edit']) {
      const shown = await get(`/console/endpoints/${id}${path}`);
      expect(shown.html).not.toContain('never-to-be-shown');
      expect(shown.html).not.toContain(XSS);
    }
    expect((await hookline.api('GET', `/v1/endpoints/${id}`)).body).toMatchObject({
      tenant: 'acme<b>',
      event_types: ['order.*', 'invoice.paid'],
      payload: 'thin',
      rate_limit: 60,
      ordered: true,
      plain_signature: false,
      header_names: ['authorization', 'x-shop'],
    });
    expect(await audited('endpoint.created', `endpoint:${id}`)).toMatchObject({ actor: admin.email });
  });

  it('says beside each field what is wrong with it, keeps what was typed, and gives no header back', async () => {
    const { status, html } = await read(
      admin.act('/console/endpoints', {
        ...fields(),
        url: 'http://10.0.0.1/in',
        event_types: 'order.paid\norder..x',
      }),
    );
    expect(status).toBe(422);
    for (const words of [
      'field-event_types-error',
      'number 2 must be an event type',
      'order..x',
      'value="60"',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).not.toContain('never-to-be-shown');
    const inside = await read(admin.act('/console/endpoints', { ...fields(), url: 'https://10.0.0.1/in' }));
    expect(inside.html).toContain('must lead to a public address');
    const odd = { ...fields(), headers: 'no colon', rate_limit: 'many' };
    const { html: form } = await read(admin.act('/console/endpoints', odd));
    expect(form).toContain('must be lines such as Authorization');
    expect(form).toContain('must be a number of deliveries a minute');
  });

  it('is for admins, with the token of their session', async () => {
    expect((await viewer.page('/console/endpoints/new')).status).toBe(403);
    expect((await viewer.act('/console/endpoints', fields())).status).toBe(403);
    expect((await admin.act('/console/endpoints', { ...fields(), csrf: 'guessed' })).status).toBe(403);
  });
});

describe('One endpoint', () => {
  it('is changed by its form; its headers stay until they are removed', async () => {
    const { id, page } = await givenEndpoint({ headers: { 'X-Shop': '1' }, ordered: true, rate_limit: 5 });
    const form = await get(`${page}/edit`);
    expect(form.html).toContain('It has x-shop');
    const url = `${receiverUrl}/hooks`;
    const saved = await admin.actAndFollow(`${page}/edit`, { url, event_types: 'a.b, c.*', payload: 'full' });
    expect(saved.html).toContain('Saved:');
    const changed = { url, event_types: ['a.b', 'c.*'], ordered: false, rate_limit: null };
    expect((await hookline.api('GET', `/v1/endpoints/${id}`)).body).toMatchObject({
      ...changed,
      header_names: ['x-shop'],
    });
    const elsewhere = `${receiverUrl}/elsewhere`;
    const moved = await read(admin.act(`${page}/edit`, { url: elsewhere }));
    expect(moved.status).toBe(422);
    expect(moved.html).toContain('must be given again with a new URL');
    await admin.actAndFollow(`${page}/edit`, { url: elsewhere, remove_headers: 'on' });
    expect((await hookline.api('GET', `/v1/endpoints/${id}`)).body).toMatchObject({
      url: elsewhere,
      event_types: ['*'],
      header_names: [],
    });
    const wrong = await read(admin.act(`${page}/edit`, { url: 'nowhere' }));
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="nowhere"');
  });

  it('is paused and resumed, disabled and enabled', async () => {
    const { id, page } = await givenEndpoint();
    for (const [to, words, state] of [
      ['pause', 'Paused:', { paused: true }],
      ['resume', 'Resumed:', { paused: false }],
      ['disable', 'Disabled:', { enabled: false, disabled_reason: 'by_hand' }],
      ['enable', 'Enabled:', { enabled: true, disabled_reason: null }],
    ] as const) {
      expect((await admin.actAndFollow(`${page}/switch`, { to })).html).toContain(words);
      expect((await hookline.api('GET', `/v1/endpoints/${id}`)).body).toMatchObject(state);
    }
    expect((await admin.act(`${page}/switch`, { to: 'explode' })).status).toBe(400);
  });

  it('gets a new secret, which is shown once', async () => {
    const { id, page } = await givenEndpoint();
    const rotated = await admin.act(`${page}/rotate-secret`);
    expect(rotated).toMatchObject({ status: 200, location: undefined });
    expect(rotated.html).toMatch(SECRET);
    expect(rotated.html).toContain('until then, both are valid');
    await get(page);
    expect(await audited('endpoint.secret_rotated', `endpoint:${id}`)).toMatchObject({ actor: admin.email });
  });

  it('is pinged, and sent a test event of a type of the catalogue', async () => {
    const type = { description: 'x', example: { order: 42 } };
    expect((await hookline.api('PUT', '/v1/event-types/trial.made', type)).status).toBeLessThan(300);
    const { page } = await givenEndpoint();
    expect((await get(page)).html).toContain('<option value="trial.made">');
    expect((await admin.actAndFollow(`${page}/ping`)).html).toContain('A ping is on its way');
    expect((await admin.actAndFollow(`${page}/test`, { type: 'trial.made' })).html).toContain(
      'test event is',
    );
    expect((await admin.actAndFollow(`${page}/test`, { type: '' })).status).toBe(200);
    await eventually(
      'all of it has come',
      () =>
        ['hookline.ping', 'trial.made', 'hookline.test'].every((one) =>
          received.some((got) => got.type === one),
        ) || undefined,
    );
    const shown = await eventually('the page says so', async () => {
      const { html } = await get(page);
      return html.includes('Success over 24 hours: 100 %') ? html : undefined;
    });
    expect(shown).toMatch(/aria-label="Attempts per hour, over 7 days: \d+"/);
  });

  it('makes a portal link for its customer, which is shown once', async () => {
    const { tenant, page } = await givenEndpoint();
    const { status, html } = await admin.act(`${page}/portal-link`, { seconds: '3600' });
    expect(status).toBe(200);
    expect(html).toContain(`A portal link for ${tenant}`);
    expect(html).toMatch(/value="[^"]*\/portal\/enter\?token=[\w.-]{40,}"/);
    expect((await get(page)).html).not.toContain('/portal/enter');
    expect((await admin.act(`${page}/portal-link`, { seconds: '5' })).status).toBe(400);
  });

  it('replays what failed, and recovers what it missed', async () => {
    const { id, tenant, page } = await givenEndpoint();
    answer.status = 500;
    const failed = await publish(tenant, 'order.paid');
    await delivery(failed, 'failed');
    answer.status = 200;
    const replayed = await admin.actAndFollow(`${page}/replay`, { hours: '24' });
    expect(replayed.html).toMatch(/\d deliver(y is|ies are) on the way again/);
    await delivery(failed, 'delivered');

    await admin.actAndFollow(`${page}/switch`, { to: 'disable' });
    const missed = await publish(tenant, 'order.paid');
    expect((await admin.act(`${page}/recover`, { hours: '1' })).status).toBe(409);
    await admin.actAndFollow(`${page}/switch`, { to: 'enable' });
    const recovered = await admin.actAndFollow(`${page}/recover`, { hours: '1' });
    expect(recovered.html).toContain('1 event that it missed is on the way.');
    await delivery(missed, 'delivered');
    expect(await audited('endpoint.missed_recovered', `endpoint:${id}`)).toMatchObject({
      actor: admin.email,
      details: { hours: 1, recovered: 1 },
    });
    expect((await admin.act(`${page}/replay`, { hours: '2' })).status).toBe(400);
    const rest = await get(`${page}?done=replayed&count=1000&hours=24&rest=${uuidv7()}`);
    expect(rest.html).toContain('Replay the rest');
  });

  it('is deleted, after which there is no page of it', async () => {
    const { page } = await givenEndpoint();
    expect((await admin.actAndFollow(`${page}/delete`)).html).toContain('The endpoint is deleted');
    expect((await get(page)).status).toBe(404);
    expect((await admin.act(`${page}/ping`)).status).toBe(404);
  });

  it('does nothing for viewers, nor for a form of another session', async () => {
    const { id, page } = await givenEndpoint();
    const { html } = await get(page, viewer);
    expect(html.replaceAll(/<form[^>]*action="\/console\/sign-out".*?<\/form>/gs, '')).not.toContain(
      'method="post"',
    );
    expect(html).not.toContain('/edit');
    expect((await viewer.page(`${page}/edit`)).status).toBe(403);
    const before = (await hookline.api('GET', `/v1/endpoints/${id}`)).body;
    const fields = { to: 'disable', hours: '24', seconds: '3600', url: 'https://evil.example', type: '' };
    const acts = [
      'switch',
      'ping',
      'test',
      'rotate-secret',
      'replay',
      'recover',
      'portal-link',
      'delete',
      'edit',
    ];
    for (const act of acts) {
      expect((await viewer.act(`${page}/${act}`, fields)).status).toBe(403);
      expect((await admin.act(`${page}/${act}`, { ...fields, csrf: 'guessed' })).status).toBe(403);
    }
    expect((await hookline.api('GET', `/v1/endpoints/${id}`)).body).toEqual(before);
  });
});

describe('The list of endpoints', () => {
  it('finds by customer and state, with the worst of what is to be said of each', async () => {
    const [paused, gone, failing, unproved] = [
      await givenEndpoint(),
      await givenEndpoint(),
      await givenEndpoint(),
      await givenEndpoint({ prove_ownership: true }),
    ];
    await hookline.api('PATCH', `/v1/endpoints/${paused.id}`, { paused: true });
    await eventually('its ping is done, which would say that it works', async () => {
      const { body } = await hookline.api('GET', `/v1/endpoints/${failing.id}/deliveries?status=delivered`);
      return body.data.length === 1 ? true : undefined;
    });
    await prisma.endpoint.update({ where: { id: failing.id }, data: { failingSince: new Date() } });
    await prisma.endpoint.update({
      where: { id: gone.id },
      data: { enabled: false, disabledReason: 'gone', disabledAt: new Date() },
    });
    const find = async (query: string) => (await get(`/console/endpoints?${query}`)).html;
    expect(await find(`tenant=${paused.tenant}`)).toContain('>paused<');
    expect(await find(`tenant=${unproved.tenant}`)).toContain('>unproved<');
    for (const [state, one] of [
      ['failing', failing],
      ['paused', paused],
      ['unproved', unproved],
    ] as const) {
      const found = await find(`state=${state}`);
      expect(found).toContain(one.tenant);
      for (const other of [failing, paused, unproved, gone].filter((each) => each !== one)) {
        expect(found).not.toContain(other.tenant);
      }
    }
    const disabled = await find('state=disabled');
    expect(disabled).toContain('>disabled by 410<');
    expect(disabled).toContain(gone.tenant);
    expect(disabled).not.toContain(paused.tenant);
    expect(await find('tenant=nobody')).toContain('No endpoint matches');
    expect((await get('/console/endpoints?state=sleepy')).status).toBe(422);
    expect((await get(gone.page)).html).toContain('It answered 410 Gone');
  });

  it('has pages', async () => {
    const tenant = 'many';
    for (let nr = 0; nr < 26; nr += 1) {
      const url = `${receiverUrl}/nr-${nr}`;
      await hookline.api('POST', '/v1/endpoints', { tenant, url, enabled: false });
    }
    const first = (await get(`/console/endpoints?tenant=${tenant}`)).html;
    const [, next] = /href="(\?tenant=many[^"]*after=[^"]+)"/.exec(first) ?? [];
    expect(first).not.toContain('/nr-0<');
    expect((await get(`/console/endpoints${next?.replaceAll('&amp;', '&')}`)).html).toContain('/nr-0<');
  });
});

describe('Deliveries', () => {
  it('show data, attempts and the beginning of each answer, all of it as text', async () => {
    const { id, page, tenant } = await givenEndpoint();
    answer.status = 503;
    answer.body = XSS;
    const eventId = await publish(tenant, 'order.paid', { note: XSS });
    const deliveryId = await delivery(eventId, 'failed');
    answer.status = 200;
    answer.body = 'thanks';
    expect((await get(page)).html).toContain(`/console/deliveries/${deliveryId}`);
    const { html } = await get(`/console/deliveries/${deliveryId}`, viewer);
    for (const words of [receiverUrl, tenant, eventId, '503', ' ms', ESCAPED, 'onerror=\\&#34;alert(1)']) {
      expect(html).toContain(words);
    }
    expect(html).not.toContain(XSS);
    expect(html).not.toContain('>Replay<');

    const path = `/console/deliveries/${deliveryId}/replay`;
    expect((await viewer.act(path)).status).toBe(403);
    expect((await admin.act(path, { csrf: 'guessed' })).status).toBe(403);
    expect((await admin.actAndFollow(path)).html).toContain('It is on its way again');
    await delivery(eventId, 'delivered');
    expect(await audited('delivery.replayed')).toMatchObject({ target: `delivery:${deliveryId}` });
    await hookline.api('PATCH', `/v1/endpoints/${id}`, { enabled: false });
    expect((await admin.actAndFollow(path)).html).toContain('Enable the endpoint first');
    expect((await get(`/console/deliveries/${uuidv7()}`)).status).toBe(404);
  });

  it('are found by endpoint, event, type, state, customer and time', async () => {
    const { id, tenant } = await givenEndpoint();
    const eventId = await publish(tenant, 'parcel.sent');
    await publish(tenant, 'parcel.lost');
    await delivery(eventId, 'delivered');
    const find = async (query: string) => (await get(`/console/deliveries?${query}`)).html;
    for (const query of [
      `endpoint_id=${id}&type=parcel.sent`,
      `event_id=${eventId}`,
      'type=parcel.sent',
      `tenant=${tenant}&status=delivered&type=parcel.sent`,
      `tenant=${tenant}&type=parcel.sent&since=2026-01-01T00:00:00Z`,
    ]) {
      const html = await find(query);
      expect(html).toContain('>parcel.sent</a>');
      expect(html).not.toContain('>parcel.lost</a>');
    }
    expect(await find(`tenant=${tenant}&since=2999-01-01T00:00:00Z`)).toContain('No delivery matches');
    const rows = await get(`/console/deliveries/latest?tenant=${tenant}`);
    expect(rows.html).toMatch(/^<div id="latest-deliveries" hx-get="[^"]*tenant=/);
    const wrong = await get('/console/deliveries?since=monday&endpoint_id=7&status=lost');
    expect(wrong.status).toBe(422);
    for (const words of ['must be a time such as', 'must be a whole id', 'value="monday"']) {
      expect(wrong.html).toContain(words);
    }
  });
});

describe('The event catalogue', () => {
  const ROOM = '/console/event-types';
  const schema = JSON.stringify({ type: 'object', properties: { amount: { type: 'number' } } });

  it('adds a type, shows it, changes it and removes it', async () => {
    const fields = { description: XSS, schema, example: '{"amount":1}', versions: '2024-01-01 2025-01-01' };
    const added = await admin.actAndFollow(ROOM, { name: 'invoice.paid', ...fields });
    for (const words of [ESCAPED, '&#34;amount&#34;', '2024-01-01, 2025-01-01', 'the API']) {
      expect(added.html).toContain(words);
    }
    expect(added.html).not.toContain(XSS);
    expect((await get(ROOM, viewer)).html).toContain('>invoice.paid</a>');
    expect(await audited('event_type.put')).toMatchObject({ target: 'event_type:invoice.paid' });

    expect((await get(`${ROOM}/invoice.paid/edit`)).html).toContain('&#34;amount&#34;');
    const changed = await admin.actAndFollow(`${ROOM}/invoice.paid/edit`, {
      description: 'Paid',
      deprecated: 'on',
    });
    expect(changed.html).toContain('>deprecated<');
    expect((await hookline.api('GET', '/v1/event-types/invoice.paid')).body).toMatchObject({
      description: 'Paid',
      schema: null,
      versions: [],
      deprecated: true,
    });
    expect((await admin.actAndFollow(`${ROOM}/invoice.paid/remove`)).html).toContain(
      'removed from the catalogue',
    );
    expect((await get(`${ROOM}/invoice.paid`)).status).toBe(404);
  });

  it.each([
    [{ name: 'a b' }, 'name', 'must be letters'],
    [{}, 'name', 'is needed'],
    [{ name: 'x.y', schema: '{' }, 'schema', 'must be JSON'],
    [{ name: 'x.y', schema: '[]' }, 'schema', 'must be a JSON object'],
    [{ name: 'x.y', schema: '{"type":"strange"}' }, 'schema', 'must be JSON Schema'],
    [{ name: 'x.y', schema, example: '{"amount":"much"}' }, 'example', 'must be number'],
    [{ name: 'trial.made' }, 'name', 'is in the catalogue already'],
  ])('refuses %j beside the field %s', async (fields, field, words) => {
    const { status, html } = await read(admin.act(ROOM, fields));
    expect(status).toBe(422);
    expect(html).toContain(`id="field-${field}-error"`);
    expect(html).toContain(words);
  });

  it('is changed by admins alone, with the token of their session', async () => {
    expect((await viewer.page(`${ROOM}/new`)).status).toBe(403);
    for (const path of ['', '/trial.made/edit', '/trial.made/remove']) {
      expect((await viewer.act(ROOM + path, { name: 'n.n' })).status).toBe(403);
      expect((await admin.act(ROOM + path, { name: 'n.n', csrf: 'guessed' })).status).toBe(403);
    }
    expect((await get(`${ROOM}/trial.made`, viewer)).html).not.toContain('Remove');
  });
});
