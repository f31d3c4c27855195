import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { AuditLog } from '../../src/platform/audit/audit-log.js';
import { eventually } from '../support/eventually.js';
import { faults } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { decodeEntities } from '../support/html-entities.js';
import { visitPortal, type PortalVisitor } from '../support/portal.js';
import { echo, Receiver } from '../support/receiver.js';

const XSS = '<img src=x onerror="alert(1)">';

const receiver = await Receiver.start();
let hookline: TestHookline;
let acme: PortalVisitor;

beforeAll(async () => {
  hookline = await startTestHookline();
  acme = await visitPortal(hookline, 'acme');
});
afterAll(async () => {
  await hookline?.close();
  await receiver.close();
});

/** The id of an endpoint that was added by the form, and the secret that the page shows. */
async function add(fields: Readonly<Record<string, string>>, visitor = acme) {
  const { status, html } = await visitor.act('/portal/endpoints', fields);
  if (status !== 200) throw new Error(`It was not added: ${html}`);
  const [, id = ''] = /hx-get="\/portal\/endpoints\/([0-9a-f-]{36})\/now"/.exec(html) ?? [];
  const [, secret = ''] = /value="(whsec_[^"]+)"/.exec(html) ?? [];
  return { id, secret, html, path: `/portal/endpoints/${id}` };
}

const api = async (path: string) => (await hookline.api('GET', path)).body;

const settled = (id: string, ownership: string) =>
  eventually(`the endpoint is ${ownership}`, async () =>
    (await api(`/v1/endpoints/${id}`)).ownership === ownership ? true : undefined,
  );

/** One that has proved itself. */
async function addProved(...script: Parameters<Receiver['hook']>) {
  const hook = receiver.hook(...script);
  hook.onPing = echo;
  const added = await add({ url: hook.url });
  await settled(added.id, 'proved');
  return { hook, ...added };
}

const publish = (type: string, data: unknown = {}, tenant = 'acme') =>
  hookline.api('POST', '/v1/events', { type, tenant, data });

describe('the endpoints of a tenant', () => {
  it('are explained while there are none', async () => {
    const nobody = await visitPortal(hookline, 'nobody');
    const { status, html } = await nobody.page('/portal');
    expect(status).toBe(200);
    expect(html).toContain('No endpoints yet');
    expect(html).not.toContain('/console/rooms');
    expect(html).not.toMatch(/href="\/console(?!\/assets)/);
  });

  it('are added by a form that explains the challenge, and get nothing until they have echoed it', async () => {
    const hook = receiver.hook();
    expect((await acme.page('/portal/endpoints/new')).html).toContain('event.data.challenge');
    const { id, secret, html, path } = await add({
      url: hook.url,
      description: XSS,
      eventTypes: 'order.paid\r\norder.refunded',
      headers: 'Authorization: Bearer abc\r\nX-Shop: 1',
    });
    expect(html).not.toContain(XSS);
    expect(decodeEntities(html)).toContain(XSS);
    expect(await api(`/v1/endpoints/${id}`)).toMatchObject({
      tenant: 'acme',
      event_types: ['order.paid', 'order.refunded'],
      header_names: ['authorization', 'x-shop'],
      ownership: 'unproved',
    });
    await eventually('the ping has come', () => hook.pings[0]);
    await publish('order.paid');
    hook.onPing = echo;
    await acme.actAndFollow(`${path}/ping`);
    await settled(id, 'proved');
    await publish('order.paid', { amount: 3 });
    const event = await eventually('the event has come', () => hook.events[0]);
    expect(hook.events).toHaveLength(1);
    expect(event.event.data).toEqual({ amount: 3 });
    expect(event.headers['authorization']).toBe('Bearer abc');
    expect(new Webhook(secret).verify(event.text, event.headers)).toMatchObject({ type: 'order.paid' });
  });

  it('show the secret once', async () => {
    const { secret, path } = await addProved();
    expect(secret).toMatch(/^whsec_/);
    expect((await acme.page(path)).html).not.toContain(secret);
    expect((await acme.page(`${path}/edit`)).html).not.toContain(secret);
    const { html } = await acme.act(`${path}/rotate-secret`);
    const [, rotated = ''] = /value="(whsec_[^"]+)"/.exec(html) ?? [];
    expect(rotated).toMatch(/^whsec_/);
    expect(rotated).not.toBe(secret);
    expect((await acme.page(path)).html).not.toContain(rotated);
  });

  it.each([
    [{}, 'must be a whole URL|Too small'],
    [{ url: 'ftp://example.com/' }, 'must begin with https://'],
    [{ url: 'https://10.0.0.1/' }, 'must lead to a public address'],
    [{ url: 'https://169.254.169.254/' }, 'must lead to a public address'],
    [{ url: 'https://example.com/', eventTypes: 'order..paid' }, 'order..paid must be an event type'],
    [{ url: 'https://example.com/', headers: 'nonsense' }, 'must be one to a line'],
    [{ url: 'https://example.com/', headers: 'Webhook-Id: 1' }, 'is set by Hookline'],
    [{ url: 'https://example.com/', headers: 'A: 1\na: 2' }, 'must not hold one name twice'],
  ])('refuse %j, beside the field, and keep what was typed', async (fields, issue) => {
    const { status, html } = await acme.act('/portal/endpoints', { ...fields, description: 'typed before' });
    expect(status).toBe(422);
    expect(decodeEntities(html)).toMatch(new RegExp(issue.replaceAll('.', String.raw`\.`)));
    expect(html).toContain('class="error"');
    expect(html).toContain('typed before');
  });

  it('are changed, and keep the headers whose values are not shown', async () => {
    const { url } = receiver.hook();
    const { id, path } = await add({ url, headers: 'Authorization: Bearer abc' });
    const form = await acme.page(`${path}/edit`);
    expect(form.html).toContain('Set now: authorization.');
    expect(form.html).not.toContain('Bearer abc');
    const { html } = await acme.actAndFollow(path, {
      url,
      description: 'new',
      eventTypes: 'order.*',
      payload: 'thin',
      ordered: 'on',
      plainSignature: 'on',
    });
    expect(html).toContain('Saved.');
    expect(await api(`/v1/endpoints/${id}`)).toMatchObject({
      url,
      description: 'new',
      event_types: ['order.*'],
      payload: 'thin',
      ordered: true,
      plain_signature: true,
      header_names: ['authorization'],
    });
    await acme.actAndFollow(path, { url, removeHeaders: 'on' });
    expect(await api(`/v1/endpoints/${id}`)).toMatchObject({
      event_types: ['*'],
      ordered: false,
      header_names: [],
    });
  });

  it('have to prove another URL anew; one that the product vouches for keeps its own', async () => {
    const { id, path } = await addProved();
    await acme.actAndFollow(path, { url: receiver.hook().url });
    expect((await api(`/v1/endpoints/${id}`)).ownership).toBe('unproved');
    const { url } = receiver.hook();
    const vouched = await hookline.api('POST', '/v1/endpoints', { tenant: 'acme', url });
    const vouchedPath = `/portal/endpoints/${vouched.body.id}`;
    expect((await acme.page(`${vouchedPath}/edit`)).html).not.toContain('name="url"');
    await acme.actAndFollow(vouchedPath, { url: 'https://example.com/stolen', description: 'kept' });
    const after = await api(`/v1/endpoints/${vouched.body.id}`);
    expect(after).toMatchObject({ url, description: 'kept', ownership: 'vouched' });
  });

  it('are paused and resumed, disabled and enabled, and deleted', async () => {
    const { id, path } = await addProved();
    const state = async () => {
      const { paused, enabled } = await api(`/v1/endpoints/${id}`);
      return { paused, enabled };
    };
    expect((await acme.actAndFollow(`${path}/pause`)).html).toContain('Paused:');
    expect(await state()).toEqual({ paused: true, enabled: true });
    await acme.actAndFollow(`${path}/resume`);
    await acme.actAndFollow(`${path}/disable`);
    expect(await state()).toEqual({ paused: false, enabled: false });
    expect((await acme.act(`${path}/recover`, { hours: '24' })).status).toBe(409);
    await acme.actAndFollow(`${path}/enable`);
    expect(await state()).toEqual({ paused: false, enabled: true });
    const { html } = await acme.actAndFollow(`${path}/delete`);
    expect(html).toContain('The endpoint is deleted');
    expect((await acme.page(path)).status).toBe(404);
  });

  it('say in the audit log which tenant has done what', async () => {
    const { id, path } = await addProved();
    await acme.actAndFollow(`${path}/pause`);
    const entries = await hookline.app
      .get(AuditLog, { strict: false })
      .list({ target: `endpoint:${id}` }, 10);
    expect(entries.map(({ actorKind, actor, action }) => [actorKind, actor, action])).toEqual([
      ['system', 'tenant acme', 'endpoint.updated'],
      ['system', 'tenant acme', 'endpoint.created'],
    ]);
  });

  it('come in pages', async () => {
    const many = await visitPortal(hookline, 'many');
    for (let number = 1; number <= 27; number += 1) {
      await hookline.api('POST', '/v1/endpoints', {
        tenant: 'many',
        url: receiver.hook().url,
        description: `number ${number}.`,
        enabled: false,
      });
    }
    const { html } = await many.page('/portal');
    expect(html).toContain('number 27.');
    expect(html).not.toContain('number 2.');
    const [, next = ''] = /href="(\?[^"]*)" rel="next"/.exec(html) ?? [];
    expect((await many.page(`/portal${decodeEntities(next)}`)).html).toContain('number 2.');
  });
});

describe('what was sent to an endpoint', () => {
  it('is shown with every attempt and what was answered, and is sent again', async () => {
    const { hook, id, path } = await addProved(faults.status(500, {}, `{"oops":"${XSS}"}`), faults.ok());
    await publish('order.paid', { note: XSS });
    const delivery = await eventually('the first attempt has failed', async () => {
      const { data } = await api(`/v1/deliveries?endpoint_id=${id}&status=failed`);
      return data[0];
    });
    const list = await acme.page(`${path}/deliveries?status=failed`);
    expect(list.html).toContain(`/portal/deliveries/${delivery.id}`);
    expect((await acme.page(`${path}/deliveries?status=dead`)).html).not.toContain(delivery.id);
    expect((await acme.page(`${path}/deliveries?status=nonsense`)).status).toBe(422);
    const { html } = await acme.page(`/portal/deliveries/${delivery.id}`);
    expect(html).toContain('500');
    expect(html).toContain('oops');
    expect(html).not.toContain(XSS);
    const again = await acme.actAndFollow(`/portal/deliveries/${delivery.id}/replay`);
    expect(again.html).toMatch(/on its way again|waits for its turn/);
    await eventually('it has arrived', () => (hook.events.length === 2 ? true : undefined));
    expect(hook.events[0]?.headers['webhook-id']).toBe(hook.events[1]?.headers['webhook-id']);
  });

  it('does not tell the challenge of a ping', async () => {
    const { hook, id } = await addProved();
    const challenge = String((hook.pings[0]?.event.data as { challenge?: unknown } | undefined)?.challenge);
    const { data } = await api(`/v1/deliveries?endpoint_id=${id}&type=hookline.ping`);
    const { html } = await acme.page(`/portal/deliveries/${data[0].id}`);
    expect(html).toContain('hookline.ping');
    expect(html.replace(/<pre.*?<\/pre>/gs, '')).not.toContain(challenge);
    expect(html).not.toContain('endpoint_id');
  });

  it('is sent again as far as it failed, and recovered where it was missed', async () => {
    const { hook, id, path } = await addProved(faults.status(500), faults.ok());
    await publish('order.failed');
    await eventually('it has failed', async () => {
      const { data } = await api(`/v1/deliveries?endpoint_id=${id}&status=failed`);
      return data[0];
    });
    expect((await acme.act(`${path}/replay`, { hours: '24' })).html).toContain('Sent again: 1.');
    await eventually('it has arrived', () => (hook.events.length === 2 ? true : undefined));
    await acme.actAndFollow(`${path}/disable`);
    await publish('order.missed');
    await acme.actAndFollow(`${path}/enable`);
    expect((await acme.act(`${path}/recover`, { hours: '24' })).html).toMatch(/Recovered: [1-9]/);
    await eventually('what was missed has come', () =>
      hook.events.find(({ event }) => event.type === 'order.missed'),
    );
    expect((await acme.act(`${path}/recover`, { hours: '0.5' })).status).toBe(400);
  });

  it('can be a test event of the catalogue, and of nothing else', async () => {
    await hookline.api('PUT', '/v1/event-types/order.tested', {
      description: XSS,
      schema: { type: 'object', properties: { amount: { type: 'integer' } } },
      example: { amount: 42 },
    });
    const { hook, path } = await addProved();
    expect((await acme.page(path)).html).toContain('<option value="order.tested"');
    await acme.actAndFollow(`${path}/test`, { type: 'order.tested' });
    const { event } = await eventually('the test has come', () => hook.events[0]);
    expect(event).toMatchObject({ type: 'order.tested', data: { amount: 42 } });
    expect((await acme.act(`${path}/test`, { type: 'hookline.ping' })).status).toBe(404);
    const { html } = await acme.page('/portal/event-types');
    expect(html).toContain('order.tested');
    expect(html).toContain('integer');
    expect(html).not.toContain(XSS);
  });
});

describe('a page of the portal', () => {
  it('has the headers of every page', async () => {
    const answer = await fetch(`${hookline.url}/portal`, {
      headers: { Cookie: `hookline_portal=${acme.token}` },
    });
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is a page also where there is none', async () => {
    const { status, html } = await acme.page('/portal/no/such/page');
    expect(status).toBe(404);
    expect(html).toContain('There is no such page.');
  });

  it('leaves the part that asks for itself for the page, once the session is over', async () => {
    const { path } = await add({ url: receiver.hook().url });
    const answer = await fetch(`${hookline.url}${path}/now`, { headers: { 'HX-Request': 'true' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('hx-redirect')).toBe('/portal');
    expect((await acme.page(`${path}/now`)).html).toContain('id="endpoint-now"');
  });
});
