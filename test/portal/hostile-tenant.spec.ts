import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { firstIdAt } from '../../src/platform/database/uuid-ranges.js';
import { eventually } from '../support/eventually.js';
import { signIn, type SignedIn } from '../support/console.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { visitPortal, type PortalVisitor } from '../support/portal.js';
import { echo, Receiver } from '../support/receiver.js';

const receiver = await Receiver.start();
let hookline: TestHookline;
let admin: SignedIn;
let tenant: PortalVisitor;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { DELIVERY_RETRY_DELAYS: '0.1' } });
  admin = await signIn(hookline);
  tenant = await visitPortal(hookline, 'mallory');
});
afterAll(async () => {
  await hookline?.close();
  await receiver.close();
});

const endpoint = async (id: string) => (await hookline.api('GET', `/v1/endpoints/${id}`)).body;

async function add(fields: Readonly<Record<string, string>>) {
  const { html } = await tenant.act('/portal/endpoints', fields);
  const [, id = ''] = /hx-get="\/portal\/endpoints\/([0-9a-f-]{36})\/now"/.exec(html) ?? [];
  return { id, path: `/portal/endpoints/${id}` };
}

describe('What the product has disabled', () => {
  it('stays so for the tenant, until the product enables it; what the tenant has disabled is the tenant’s', async () => {
    const { body } = await hookline.api('POST', '/v1/endpoints', {
      tenant: 'mallory',
      url: receiver.hook().url,
    });
    const path = `/portal/endpoints/${body.id}`;
    const switched = async () => (await endpoint(body.id)).enabled;

    await tenant.act(`${path}/disable`);
    await tenant.act(`${path}/enable`);
    expect(await switched()).toBe(true);

    await hookline.api('PATCH', `/v1/endpoints/${body.id}`, { enabled: false });
    expect((await tenant.act(`${path}/enable`)).status).toBe(403);
    expect((await tenant.act(`${path}/disable`)).status).toBe(303);
    expect((await tenant.act(`/portal/endpoints/${body.id.toUpperCase()}/enable`)).status).toBe(403);
    expect(await switched()).toBe(false);

    await admin.act(`/console/endpoints/${body.id}/switch`, { to: 'enable' });
    await admin.act(`/console/endpoints/${body.id}/switch`, { to: 'disable' });
    expect((await tenant.act(`${path}/enable`)).status).toBe(403);
    expect(await switched()).toBe(false);
  });

  it('was disabled from its beginning', async () => {
    const wanted = { tenant: 'mallory', url: receiver.hook().url, enabled: false };
    const { body } = await hookline.api('POST', '/v1/endpoints', wanted);
    expect((await tenant.act(`/portal/endpoints/${body.id}/enable`)).status).toBe(403);
  });
});

describe('A tenant with a colleague’s endpoint', () => {
  it('cannot have its headers sent elsewhere', async () => {
    const hook = receiver.hook();
    hook.onPing = echo;
    const thief = receiver.hook();
    const { id, path } = await add({ url: hook.url, headers: 'Authorization: Bearer of-the-colleague' });
    await eventually('it is proved', async () =>
      (await endpoint(id)).ownership === 'proved' ? true : undefined,
    );
    const { status, html } = await tenant.act(path, { url: thief.url });
    expect(status).toBe(422);
    expect(html).toContain('must be given again with a new URL');
    expect((await tenant.act(path, { url: thief.url, removeHeaders: 'on' })).status).toBe(303);
    const ping = await eventually('the new URL is pinged', () => thief.pings[0]);
    expect(ping.headers.authorization).toBeUndefined();
  });
});

describe('A tenant in a hurry', () => {
  it('sends no ping again to a URL that is not proved', async () => {
    const hook = receiver.hook();
    const { id } = await add({ url: hook.url });
    const ping = await eventually('it is pinged', async () => {
      const { body } = await hookline.api('GET', `/v1/endpoints/${id}/deliveries`);
      return body.data[0]?.status === 'dead' ? body.data[0] : undefined;
    });
    const { html } = await tenant.actAndFollow(`/portal/deliveries/${ping.id}/replay`);
    expect(html).toContain('Send it a new ping');
    expect(hook.pings).toHaveLength(1);
  });

  it('is told that a type is none, whatever it holds', async () => {
    const { body } = await hookline.api('POST', '/v1/endpoints', {
      tenant: 'mallory',
      url: receiver.hook().url,
    });
    expect((await tenant.act(`/portal/endpoints/${body.id}/test`, { type: '\0' })).status).toBe(404);
    expect((await admin.page('/console/event-types/%00')).status).toBe(404);
    expect((await admin.act('/console/event-types/%00/remove')).status).toBe(404);
  });

  it('keeps no connections from others, however much it recovers at once', async () => {
    const { id, tenant: owner } = (
      await hookline.api('POST', '/v1/endpoints', { tenant: 'recovering', url: receiver.hook().url })
    ).body;
    const database = hookline.app.get(PrismaService, { strict: false });
    await database.$executeRaw`
      INSERT INTO published_events (id, tenant, type, data)
      SELECT overlay(${firstIdAt(new Date())} placing lpad(to_hex(i), 12, '0') from 25)::uuid, ${owner}, 'order.paid', '1'
      FROM generate_series(1, 20000) AS i`;
    const hasty = await visitPortal(hookline, owner);
    const recoveries = Array.from({ length: 24 }, () =>
      hasty.act(`/portal/endpoints/${id}/recover`, { hours: '24' }),
    );
    for (let looks = 0; looks < 20; looks += 1) {
      expect((await hookline.api('GET', '/v1/endpoints?tenant=bystander')).status).toBe(200);
    }
    // On a busy machine, some are told to try again: it is the tenant in a hurry who waits.
    const statuses = (await Promise.all(recoveries)).map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  });

  it('acts a hundred times in a minute, and holds up nobody else', async () => {
    const long = 'x'.repeat(255);
    const hasty = await visitPortal(hookline, long);
    const acts = await Promise.all(
      Array.from({ length: 101 }, () => hasty.act(`/portal/endpoints/${crypto.randomUUID()}/pause`)),
    );
    expect(acts.filter(({ status }) => status === 404)).toHaveLength(100);
    const refused = acts.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.html).toContain('Wait a little');
    const { body: metrics } = await request(`${hookline.url}/metrics`, 'GET');
    expect(String(metrics)).toContain('security_events_total{kind="throttled"} 1');
    expect((await tenant.act(`/portal/endpoints/${crypto.randomUUID()}/pause`)).status).toBe(404);
  });
});
