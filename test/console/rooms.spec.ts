import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { AttentionList } from '../../src/console/rooms/overview/attention.js';
import { RequestFailures } from '../../src/console/rooms/overview/request-failures.js';
import { WebhookThroughput, lastHours } from '../../src/console/rooms/overview/webhook-throughput.js';
import { EventRequests } from '../../src/console/rooms/webhook-events/event-requests.js';
import { ApiNotices } from '../../src/outbound/notices/api-notices.js';
import { OutboundRequests } from '../../src/outbound/request-log/outbound-requests.js';
import { Prisma, type OutboundRequest } from '../../src/platform/database/generated/client.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { signIn, type SignedIn } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import type { TestHookline } from '../support/hookline.js';
import { idOf, startShop, type Shop } from '../support/shop.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

/** Without a space, so that it can be the type of an event. */
const XSS = '<img/src=x/onerror="alert(1)">';
const ESCAPED = 'onerror=&#34;alert(1)&#34;';

let shop: Shop;
let hookline: TestHookline;
let admin: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  shop = await startShop({ retryDelaysMs: [], environment: { STRIPE_SECRET_KEY: 'sk_test_of_the_console' } });
  hookline = shop.hookline;
  admin = await signIn(hookline);
  viewer = await signIn(hookline, 'viewer');
});
afterAll(() => shop?.close());

/** Delivers an event whose handler fails for good, and then mends it; returns our id of it. */
async function deadLetter(): Promise<string> {
  const body = stripeEvent();
  shop.orders.failing.add(idOf(body));
  await deliver(hookline.url, body);
  const { id } = await shop.settled(idOf(body), 'dead');
  shop.orders.failing.delete(idOf(body));
  return id;
}

/** A row in the request log. */
async function givenRequest(row: Partial<OutboundRequest> = {}): Promise<string> {
  const id = uuidv7();
  await hookline.app.get(OutboundRequests, { strict: false }).insert([
    {
      id,
      requestId: null,
      provider: 'stripe',
      connectionId: null,
      operation: 'payments.create',
      endpoint: '/v1/payment_intents',
      method: 'POST',
      statusCode: 200,
      errorCode: null,
      error: null,
      answer: null,
      failed: false,
      attempts: 1,
      durationMs: 120,
      startedAt: new Date(),
      ...row,
    },
  ]);
  return id;
}

/** A field, with its sample, that an answer had and no schema knows. */
async function givenDrift(path: string, sample: string, provider = 'acme'): Promise<void> {
  const notices = hookline.app.get(ApiNotices, { strict: false });
  notices.drifted(provider, 'users.get', [{ kind: 'unknown_field', path, sample }]);
  await notices.flush();
}

/** An endpoint whose end a provider has announced, so many days ahead. */
async function givenEnding(endpoint: string, days: number | undefined, link?: string): Promise<void> {
  const notices = hookline.app.get(ApiNotices, { strict: false });
  const sunsetAt = days === undefined ? undefined : new Date(Date.now() + days * 86_400_000);
  notices.deprecated('acme', 'users.list', endpoint, { deprecatedAt: undefined, sunsetAt, link });
  await notices.flush();
}

const audited = async (action: string) =>
  (
    await shop.rows(
      'SELECT actor, target, details FROM audit_entries WHERE action = $1 ORDER BY id DESC',
      action,
    )
  )[0];

/** How often a page names something. */
const mentions = ({ html }: { html: string }, text: string) => html.split(text).length - 1;

describe('Before anything has happened', () => {
  it.each([
    ['/console', ['Nothing is connected yet', '/console/connections/new', 'Nothing waits']],
    ['/console/webhook-events', ['No webhook has arrived yet', '/webhooks/stripe', 'STRIPE_WEBHOOK_SECRETS']],
    ['/console/webhook-events/rejections', ['No request was rejected']],
    ['/console/requests', ['No provider has been called yet', 'curl -s', '/v1/payments']],
    ['/console/requests/circuits', ['All circuits are closed', 'No circuit has changed yet']],
    ['/console/api-notices', ['No API has announced a change', 'Sunset', 'defineApi']],
  ])('%s says what to do next', async (path, texts) => {
    const page = await admin.page(path);
    expect(page.status).toBe(200);
    for (const text of texts) expect(page.html).toContain(text);
  });

  it('nobody sees any of it without a sign-in', async () => {
    for (const path of ['/console', '/console/webhook-events', '/console/requests', '/console/throughput']) {
      const answer = await fetch(hookline.url + path, { redirect: 'manual' });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toMatch(/^\/console\/sign-in/);
    }
  });
});

describe('Webhook events', () => {
  it('are listed by the filter, page by page, with the filter in every link', async () => {
    const bodies = Array.from({ length: 30 }, () => stripeEvent('invoice.paid'));
    const others = [stripeEvent('refund.updated')];
    await Promise.all([...bodies, ...others].map((body) => deliver(hookline.url, body)));
    await shop.allSettled(bodies.map(idOf), 'processed');

    const first = await admin.page('/console/webhook-events?type=invoice.paid&status=processed&provider=');
    expect(mentions(first, '>invoice.paid</a>')).toBe(25);
    expect(first.html).not.toContain('>refund.updated</a>');
    const [, next] = /href="(\?[^"]*after=[^"]*)"/.exec(first.html) ?? [];
    expect(next).toContain('type=invoice.paid');
    const second = await admin.page(`/console/webhook-events${next?.replaceAll('&amp;', '&')}`);
    expect(mentions(second, '>invoice.paid</a>')).toBe(5);
  });

  it('show what is wrong with a filter beside its field, and keep what was typed', async () => {
    const page = await admin.page('/console/webhook-events?received_after=yesterday&id=ab&type=invoice.paid');
    expect(page.status).toBe(422);
    expect(page.html).toContain('must be a time such as 2026-11-21T08:30:00Z');
    expect(page.html).toContain('must be 4 to 255 characters');
    for (const typed of ['yesterday', 'ab', 'invoice.paid']) expect(page.html).toContain(`value="${typed}"`);
  });

  it('go to their handlers again by a button, once, and the audit log knows whose', async () => {
    const id = await deadLetter();
    const before = await admin.page(`/console/webhook-events/${id}`);
    expect(before.html).toContain('Orders.markPaid');
    expect(before.html).toContain('the shelf is empty');
    expect(before.html).not.toContain('sk_test_1234567890');

    const after = await admin.actAndFollow(`/console/webhook-events/${id}/replay`);
    expect(after.html).toContain('on its way to its handlers');
    await eventually('it is processed', async () => {
      const { body } = await hookline.api('GET', `/v1/webhook-events/${id}`);
      return body.status === 'processed' || undefined;
    });
    expect(await audited('webhook_event.replayed')).toEqual({
      actor: admin.email,
      target: `webhook_event:${id}`,
      details: {},
    });
  });

  it('are replayed all at once when they are dead, and only then', async () => {
    const ids = [await deadLetter(), await deadLetter()];
    const list = await admin.page('/console/webhook-events?status=dead');
    expect(list.html).toContain('Replay all that match');
    expect((await admin.page('/console/webhook-events')).html).not.toContain('Replay all that match');

    const after = await admin.actAndFollow('/console/webhook-events/replay', { status: 'dead' });
    expect(after.html).toContain('2 events are on the way');
    for (const id of ids) {
      await eventually(`${id} is processed`, async () => {
        const { body } = await hookline.api('GET', `/v1/webhook-events/${id}`);
        return body.status === 'processed' || undefined;
      });
    }
    expect((await admin.act('/console/webhook-events/replay', {})).status).toBe(422);
    expect((await admin.act('/console/webhook-events/replay', { status: 'processed' })).status).toBe(422);
  });

  it('are text, whatever they hold', async () => {
    const body = stripeEvent(`x.${XSS}`, {
      data: { object: { note: `${XSS}</pre><script>alert(2)</script>` } },
    });
    await deliver(hookline.url, body);
    const { id } = await shop.settled(idOf(body), 'unhandled');
    const call = await givenRequest({
      operation: XSS,
      error: XSS,
      answer: XSS,
      errorCode: XSS,
      failed: true,
      requestId: 'req-x',
    });
    await givenDrift(XSS, JSON.stringify(XSS), XSS);
    await givenEnding(XSS, 10, `https://acme.com/${XSS}`);
    for (const path of [
      '/console',
      '/console/webhook-events',
      `/console/webhook-events/${id}`,
      '/console/requests',
      `/console/requests/${call}`,
      '/console/api-notices',
      `/console/requests?operation=${encodeURIComponent(XSS)}`,
      `/console/webhook-events?type=${encodeURIComponent(XSS)}&id=${encodeURIComponent(XSS)}`,
      `/console/requests/circuits?provider=${encodeURIComponent(XSS)}&done=${encodeURIComponent(XSS)}`,
    ]) {
      const page = await admin.page(path);
      expect(page.html).not.toContain(XSS);
      expect(page.html).not.toContain('<script>');
      expect(page.html).toContain(ESCAPED);
    }
  });

  it('that do not exist are a page that says so', async () => {
    const page = await admin.page(`/console/webhook-events/${uuidv7()}`);
    expect(page).toMatchObject({ status: 404, html: expect.stringContaining('There is no webhook event') });
    expect((await admin.act(`/console/webhook-events/${uuidv7()}/replay`)).status).toBe(404);
  });

  it('name the requests that they caused', async () => {
    const body = stripeEvent('invoice.paid');
    await deliver(hookline.url, body);
    const { id } = await shop.settled(idOf(body), 'processed');
    const [row] = await shop.rows('SELECT request_id FROM webhook_events WHERE id = $1', id);
    const call = await givenRequest({ operation: 'invoices.caused', requestId: String(row?.['request_id']) });
    const page = await admin.page(`/console/webhook-events/${id}`);
    expect(page.html).toContain(`href="/console/requests/${call}"`);
    expect(page.html).toContain('invoices.caused');
  });
});

describe('Rejected requests and sources', () => {
  it('tell why a request was refused', async () => {
    await deliver(hookline.url, stripeEvent(), 't=1,v1=00');
    const page = await eventually('it is written down', async () => {
      const shown = await viewer.page('/console/webhook-events/rejections?provider=stripe');
      return mentions(shown, '<tr role="row">') > 1 ? shown : undefined;
    });
    expect(page.html).toContain('stripe');
    expect((await viewer.page('/console/webhook-events/rejections?reason=none')).status).toBe(422);
  });

  it('pause a source and resume it', async () => {
    const path = '/console/webhook-events/sources';
    const paused = await admin.actAndFollow(`${path}/stripe/pause`, { reason: 'moving the shop' });
    expect(paused.html).toContain('moving the shop');
    expect((await hookline.api('GET', '/v1/webhook-sources')).body.data).toContainEqual(
      expect.objectContaining({ provider: 'stripe', paused: true, pause_reason: 'moving the shop' }),
    );
    expect((await admin.actAndFollow(`${path}/stripe/resume`)).html).toContain('Resumed');
    expect(await audited('webhook_source.paused')).toMatchObject({ details: { reason: 'moving the shop' } });
    expect((await admin.act(`${path}/nobody/pause`, { reason: 'x' })).status).toBe(404);
  });
});

describe('Requests', () => {
  it('are listed by the filter, and shown whole', async () => {
    const id = await givenRequest({
      provider: 'slack',
      operation: 'chat.post',
      failed: true,
      statusCode: 500,
      errorCode: 'PROVIDER_ERROR',
      error: 'slack fell over',
      answer: '{"ok":"perhaps"}',
      connectionId: 'conn-1',
      requestId: 'req-1',
    });
    await givenRequest({ provider: 'slack', operation: 'chat.update' });
    const failed = await admin.page('/console/requests?provider=slack&failed=true&connection_id=conn-1');
    expect(failed.html).toContain('>chat.post</a>');
    expect(failed.html).not.toContain('>chat.update</a>');
    expect((await admin.page('/console/requests?operation=chat.update')).html).not.toContain(
      '>chat.post</a>',
    );

    const one = await viewer.page(`/console/requests/${id}`);
    expect(one.html).toContain('<pre>{&#34;ok&#34;:&#34;perhaps&#34;}</pre>');
    for (const text of ['slack fell over', 'POST /v1/payment_intents', 'conn-1', 'req-1', '120 ms']) {
      expect(one.html).toContain(text);
    }
    expect((await viewer.page(`/console/requests/${uuidv7()}`)).status).toBe(404);
  });

  it('come again as rows alone, with the filter, for the page that is open', async () => {
    const rows = await admin.page('/console/requests/latest?provider=slack&failed=true');
    expect(rows.html).toMatch(/^<div id="latest-requests" hx-get="[^"]*provider=slack/);
    expect(rows.html).not.toContain('<html');
    expect(rows.html).not.toContain('>chat.update</a>');
  });

  it('show what is wrong with a filter beside its field', async () => {
    const page = await admin.page('/console/requests?since=monday&failed=perhaps&provider=slack');
    expect(page.status).toBe(422);
    for (const text of [
      'must be a time such as',
      'must be true or false',
      'value="monday"',
      'value="slack"',
    ]) {
      expect(page.html).toContain(text);
    }
  });
});

describe('API notices', () => {
  const LIST = '/console/api-notices';

  it('begin with the endpoints that are to go, the first to go first, and how long they are left', async () => {
    await givenDrift('data.[].plan', '"gold"');
    await givenEnding('/v1/undated', undefined, 'javascript:alert(1)');
    await givenEnding('/v1/later', 90, 'https://acme.com/changes?v=1');
    await givenEnding('/v1/over', -1);
    await givenEnding('/v1/tomorrow', 0.9);
    const { status, html } = await viewer.page(`${LIST}?provider=acme`);
    expect(status).toBe(200);
    const order = ['/v1/over', '/v1/tomorrow', '/v1/later', '/v1/undated', 'data.[].plan'];
    expect(order.toSorted((a, b) => html.indexOf(a) - html.indexOf(b))).toEqual(order);
    for (const text of ['>over<', '>1 day<', '>90 days<', '&#34;gold&#34;', 'users.get', 'unknown field']) {
      expect(html).toContain(text);
    }
    expect(html).toContain('<a href="https://acme.com/changes?v=1" rel="noreferrer"');
    expect(html).not.toContain('javascript:');
  });

  it('are found by the filter, which says what is wrong with it', async () => {
    const deprecated = await viewer.page(`${LIST}?kind=deprecated`);
    expect(deprecated.html).toContain('/v1/later');
    expect(deprecated.html).not.toContain('data.[].plan');
    const drift = await viewer.page(`${LIST}?kind=unknown_field`);
    expect(drift.html).toContain('data.[].plan');
    expect(drift.html).not.toContain('/v1/later');
    expect((await viewer.page(`${LIST}?provider=nobody`)).html).toContain('No notice matches');
    const wrong = await viewer.page(`${LIST}?provider=a%20b&kind=news`);
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="a b"');
  });

  it('are dismissed by a button of admins, and the audit log knows whose', async () => {
    const page = await admin.page(`${LIST}?kind=unknown_field&provider=acme`);
    const [, id] = /api-notices\/([0-9a-f-]{36})\/dismiss/.exec(page.html) ?? [];
    expect((await viewer.act(`${LIST}/${id}/dismiss`)).status).toBe(403);
    expect((await admin.act(`${LIST}/${id}/dismiss`, { csrf: 'guessed' })).status).toBe(403);
    const after = await admin.actAndFollow(`${LIST}/${id}/dismiss`);
    expect(after.html).toContain('Dismissed.');
    expect(after.html).not.toContain('data.[].plan');
    expect((await admin.page(`${LIST}?dismissed=true`)).html).toContain('data.[].plan');
    expect(await audited('api_notice.dismissed')).toMatchObject({
      actor: admin.email,
      target: `api_notice:${id}`,
      details: { provider: 'acme', path: 'data.[].plan' },
    });
    expect((await admin.act(`${LIST}/${uuidv7()}/dismiss`)).status).toBe(404);
  });

  it('go on page by page, without the endpoints again', async () => {
    for (let n = 0; n < 30; n += 1) await givenDrift(`field-${n}`, '1', 'globex');
    const first = await admin.page(`${LIST}?provider=globex`);
    const [, next] = /href="(\?[^"]*after=[^"]*)"/.exec(first.html) ?? [];
    expect(next).toContain('provider=globex');
    const second = await admin.page(`${LIST}${next?.replaceAll('&amp;', '&')}`);
    expect([mentions(first, '<code>field-'), mentions(second, '<code>field-')]).toEqual([25, 5]);
    expect(second.html).not.toContain('to go');
  });
});

describe('The hold switch', () => {
  const LIST = '/console/requests/circuits';
  const pay = () =>
    hookline.api(
      'POST',
      '/v1/payments',
      { amount: 1999, currency: 'EUR', payment_method: 'pm_card_visa' },
      { 'Idempotency-Key': uuidv7() },
    );

  it('held open, no call leaves; released, they do again', async () => {
    const held = await admin.actAndFollow(`${LIST}/hold`, {
      provider: 'stripe',
      account: '',
      group: '',
      hold: 'open',
      reason: 'their status page is red',
    });
    expect(held.html).toContain('held open');
    expect(held.html).toContain('their status page is red');
    expect(await pay()).toMatchObject({ status: 503, body: { error: { code: 'CIRCUIT_OPEN' } } });
    expect(await audited('circuit.held')).toEqual({
      actor: admin.email,
      target: 'circuit:stripe/*/*',
      details: { hold: 'open', reason: 'their status page is red' },
    });
    expect((await admin.page('/console')).html).toContain('held open');

    const key = { provider: 'stripe', account: '*', group: '*' };
    expect((await admin.actAndFollow(`${LIST}/release`, key)).html).toContain('Released');
    expect(await audited('circuit.released')).toMatchObject({ target: 'circuit:stripe/*/*' });
    expect((await admin.actAndFollow(`${LIST}/release`, key)).html).toContain('Nothing was held');
    expect((await hookline.api('GET', '/v1/circuits?hold=open')).body.data).toEqual([]);
  });

  it('asks for a reason beside its field, and keeps what was typed', async () => {
    const page = await admin.act(`${LIST}/hold`, {
      provider: 'stripe',
      group: 'payments',
      hold: 'open',
      reason: ' ',
    });
    expect(page.status).toBe(422);
    expect(page.html).toContain('id="hold-reason-error"');
    expect(page.html).toContain('value="payments"');
    expect((await hookline.api('GET', '/v1/circuits?hold=open')).body.data).toEqual([]);
  });

  it('begins with the circuit that was chosen from the list', async () => {
    const { html } = await admin.page(`${LIST}?hold_provider=stripe&hold_group=payments`);
    expect(html).toMatch(/<option value="stripe" selected/);
    expect(html).toContain('value="payments"');
  });
});

describe('A viewer', () => {
  it('sees everything and no button that acts, and may not act', async () => {
    const id = await deadLetter();
    await hookline.api('POST', '/v1/circuits/hold', { provider: 'hubspot', hold: 'closed', reason: 'test' });
    const own = (html: string) => html.replaceAll(/<form[^>]*action="\/console\/sign-out".*?<\/form>/gs, '');
    for (const path of [
      '/console',
      '/console/webhook-events?status=dead',
      `/console/webhook-events/${id}`,
      '/console/webhook-events/sources',
      '/console/requests',
      '/console/requests/circuits',
      '/console/api-notices',
    ]) {
      const page = await viewer.page(path);
      expect(page.status).toBe(200);
      expect(own(page.html)).not.toContain('method="post"');
    }
    const hold = { provider: 'stripe', hold: 'open', reason: 'mischief' };
    expect((await viewer.act('/console/requests/circuits/hold', hold)).status).toBe(403);
    expect((await viewer.act(`/console/webhook-events/${id}/replay`)).status).toBe(403);
    expect((await viewer.act('/console/webhook-events/replay', { status: 'dead' })).status).toBe(403);
    expect((await viewer.act('/console/webhook-events/sources/stripe/pause')).status).toBe(403);
  });

  it('a form without the token of its session does nothing either', async () => {
    const id = await deadLetter();
    expect((await admin.act(`/console/webhook-events/${id}/replay`, { csrf: 'guessed' })).status).toBe(403);
    expect((await hookline.api('GET', `/v1/webhook-events/${id}`)).body.status).toBe('dead');
  });
});

describe('The overview', () => {
  it('counts what failed, with the lists behind it, and draws what came in', async () => {
    const page = await admin.page('/console');
    expect(page.status).toBe(200);
    expect(page.html).toMatch(/href="\/console\/webhook-events\?status=dead&(amp;)?received_after=[^"]*">2</);
    const [, failed] =
      /href="\/console\/requests\?failed=true&(?:amp;)?since=[^"]*">(\d+)</.exec(page.html) ?? [];
    expect(Number(failed)).toBeGreaterThanOrEqual(2);
    expect(page.html).toMatch(/Webhook events per hour, over 24 hours: \d+, 2 of them failed/);
    expect(page.html).toContain('slack fell over');
    const chart = await admin.page('/console/throughput');
    expect(chart.html).toMatch(/^<div id="throughput"/);
  });

  it('names the connections that need somebody, those that lost access and those that are about to', async () => {
    await shop.rows(
      `INSERT INTO connections (id, provider, status, kind, external_id, label, scopes, refresh_at, refresh_failures, last_error)
       VALUES ($1, 'slack', 'needs_reauth', 'oauth2', 'T1', 'Lost Inc', '{}', NULL, 0, NULL),
              ($2, 'hubspot', 'connected', 'oauth2', 'H1', 'Shaky Inc', '{}', now(), 3, 'HubSpot answered 503'),
              ($3, 'hubspot', 'connected', 'oauth2', 'H2', 'Sound Inc', '{}', now(), 0, NULL)`,
      uuidv7(),
      uuidv7(),
      uuidv7(),
    );
    const { html } = await admin.page('/console');
    expect(html).toContain('slack: Lost Inc');
    expect(html).toContain('3 failed refreshes');
    expect(html).toContain('HubSpot answered 503');
    expect(html).not.toContain('Sound Inc');
    expect(html).toMatch(/href="\/console\/connections\?status=needs_reauth">1</);
  });
});

describe('With very many rows', () => {
  /** Ten days of events, one in ten of them within the last day; calls of the same days, half of them failed. */
  const FILL = `
    WITH times AS (SELECT i, ((extract(epoch FROM now()) - 864000) * 1000 + i * 21600)::bigint AS ms
      FROM generate_series(0, 39990) AS i),
    ids AS (SELECT i, ms, (lpad(to_hex(ms), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid AS id FROM times),
    calls AS (INSERT INTO outbound_requests
      (id, request_id, provider, operation, endpoint, method, failed, attempts, duration_ms, started_at)
      SELECT id, 'req-' || i, 'stripe', 'payments.create', '/', 'GET', i % 2 = 0, 1, 1, to_timestamp(ms / 1000.0) FROM ids),
    accounts AS (INSERT INTO connections (id, provider, kind, external_id, label, scopes, refresh_at)
      SELECT id, 'slack', 'oauth2', 'many-' || i, 'x', '{}', now() + i * interval '1 s' FROM ids WHERE i < 20000)
    INSERT INTO webhook_events (id, provider, external_id, type, status, received_at, request_id)
    SELECT id, 'stripe', 'many-' || i, 'type', (CASE WHEN i % 50 = 0 THEN 'dead' ELSE 'processed' END)::webhook_event_status,
      to_timestamp(ms / 1000.0), 'req-' || i FROM ids`;

  beforeAll(async () => {
    await shop.rows(FILL);
    await shop.rows('ANALYZE webhook_events, outbound_requests, connections');
  });

  /** The database as the queries have it, and the statements that they sent. */
  function recorded() {
    const prisma = hookline.app.get(PrismaService, { strict: false });
    const statements: Prisma.Sql[] = [];
    const $queryRaw = (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
      const statement = query instanceof Prisma.Sql ? query : Prisma.sql(query, ...values);
      statements.push(statement);
      return prisma.$queryRaw(statement);
    };
    return { prisma: { $queryRaw } as unknown as PrismaService, statements };
  }

  /** How a statement reads its tables: `Index Scan`, `Seq Scan`. */
  async function scans({ text, values }: Prisma.Sql): Promise<string[]> {
    const rows = await shop.rows(`EXPLAIN ${text}`, ...values);
    return rows.flatMap(
      (row) => /\b(Seq Scan|Index(?: Only)? Scan|Bitmap Heap Scan)\b/.exec(String(row['QUERY PLAN'])) ?? [],
    );
  }

  it('the pages walk along indexes', async () => {
    const { prisma, statements } = recorded();
    const hours = lastHours();
    await new WebhookThroughput(prisma).of(hours);
    await new RequestFailures(prisma).since(new Date(hours[0] ?? 0));
    await new EventRequests(prisma).of({ requestId: 'req-39000', receivedAt: new Date(hours[0] ?? 0) });
    await new AttentionList(prisma).read();
    expect(statements.length).toBeGreaterThanOrEqual(4);
    for (const statement of statements) {
      const found = await scans(statement);
      expect(found.length).toBeGreaterThan(0);
      expect(found).not.toContain('Seq Scan');
    }
  });

  it('the chart has the count of every hour in the end, exactly', async () => {
    const throughput = new WebhookThroughput(hookline.app.get(PrismaService, { strict: false }));
    const { hours } = await eventually('all hours are counted', async () => {
      const found = await throughput.of(lastHours());
      return found.hours.every(({ count }) => count !== undefined) ? found : undefined;
    });
    const [first] = hours;
    const [row] = await shop.rows(
      'SELECT count(*)::int AS n FROM webhook_events WHERE received_at >= $1',
      first?.at,
    );
    expect(hours.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(row?.['n']);
    const failed = await shop.rows(
      "SELECT 1 FROM webhook_events WHERE status IN ('dead', 'failed') AND received_at >= $1",
      first?.at,
    );
    expect(hours.reduce((sum, hour) => sum + hour.failed, 0)).toBe(failed.length);
  });
});
