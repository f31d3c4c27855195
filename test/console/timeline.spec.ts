import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { signIn, type SignedIn } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { PostOffice } from '../support/post-office.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

const XSS = '<img src=x onerror="alert(1)">';

const office = new PostOffice();
let hookline: TestHookline;
let prisma: PrismaService;
let admin: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [office.module()] });
  prisma = hookline.app.get(PrismaService, { strict: false });
  admin = await signIn(hookline);
  viewer = await signIn(hookline, 'viewer');
});
afterAll(() => hookline?.close());

const audited = (target: string) =>
  prisma.auditEntry.findFirst({ where: { action: 'timeline.revealed', target } });

/** A webhook about an order, and a message that was refused, under its reference. */
async function given(order: string): Promise<{ requestId: string; eventId: string }> {
  const object = { id: 'pi_1', metadata: { order_id: order }, receipt_email: 'ada@example.com', note: XSS };
  const answer = await deliver(hookline.url, stripeEvent('payment_intent.created', { data: { object } }));
  const requestId = answer.headers.get('x-request-id') ?? '';
  office.plan('pigeon', 'refused');
  await hookline.api('POST', '/v1/notifications', {
    provider: 'pigeon',
    to: '#team',
    text: 'hello',
    references: { order_id: order },
  });
  await eventually('both are noted', async () => {
    const noted = await prisma.timelineReference.count({ where: { value: order } });
    return noted === 2 ? noted : undefined;
  });
  const event = await prisma.webhookEvent.findFirstOrThrow({ where: { requestId } });
  return { requestId, eventId: event.id };
}

describe('the room of the timeline', () => {
  it('says how references get there while nothing is asked for', async () => {
    const { status, html } = await viewer.page('/console/timeline');
    expect(status).toBe(200);
    expect(html).toContain('What happened to order 42?');
    expect(html).toContain('metadata');
  });

  it('tells the story of a reference, and where it failed', async () => {
    const { eventId } = await given('77');
    const { status, html } = await viewer.page('/console/timeline?of=order_id:77');
    expect(status).toBe(200);
    expect(html).toContain('Timeline of order_id:77');
    expect(html).toContain('stripe sent payment_intent.created');
    expect(html).toContain(`/console/webhook-events/${eventId}`);
    expect(html).toMatch(/<li class="failed">/);
    expect(html).not.toMatch(/undefined|\[object|NaN/);
    const narrowed = await viewer.page('/console/timeline?of=order_id:77&part=webhooks');
    expect(narrowed.html).not.toContain('#team');
  });

  it('leads from a request to the longer story, and is reached from the pages of its parts', async () => {
    const { requestId, eventId } = await given('78');
    const { html } = await viewer.page(`/console/timeline?request_id=${requestId}`);
    expect(html).toContain('of=order_id%3A78');
    const event = await viewer.page(`/console/webhook-events/${eventId}`);
    expect(event.html).toContain(`/console/timeline?request_id=${requestId}`);
    const notification = await prisma.notification.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const page = await viewer.page(`/console/notifications/${notification.id}`);
    expect(page.html).toContain(`/console/timeline?request_id=${notification.requestId}`);
  });

  it('says so when it knows nothing, and what is wrong with a filter', async () => {
    const nothing = await viewer.page('/console/timeline?of=order_id:404');
    expect(nothing.html).toContain('Nothing is known of it');
    const wrong = await viewer.page('/console/timeline?of=order_id:404&part=gossip');
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('must be one of those listed');
    const hostile = await viewer.page(`/console/timeline?of=${encodeURIComponent(XSS)}`);
    expect(hostile.html).not.toContain(XSS);
  });

  it('goes on from page to page', async () => {
    const requestId = `story-${uuidv7()}`;
    const at = Date.now();
    await prisma.auditEntry.createMany({
      data: Array.from({ length: 60 }, (_, step) => ({
        actorKind: 'system' as const,
        actor: 'Hookline',
        action: `thing.step-${step}-done`,
        requestId,
        at: new Date(at + step),
      })),
    });
    const first = await viewer.page(`/console/timeline?request_id=${requestId}`);
    const [, next = ''] = /href="([^"]+)" rel="next"/.exec(first.html) ?? [];
    const second = await viewer.page(next.replaceAll('&amp;', '&'));
    const stepsOf = (html: string) =>
      [...html.matchAll(/thing\.step-(\d+)-done/g)].map(([, step]) => Number(step));
    expect([...stepsOf(first.html), ...stepsOf(second.html)]).toEqual(
      Array.from({ length: 60 }, (_, step) => step),
    );
    expect(second.html).toContain('From the beginning');
  });
});

describe('What an entry holds', () => {
  it('is shown to an admin who says why, and that is in the audit log', async () => {
    const { eventId } = await given('79');
    const form = { kind: 'webhook', id: eventId, reason: 'Ada asked' };
    const { status, html } = await admin.act('/console/timeline/reveal', form);
    expect(status).toBe(200);
    expect(html).toContain('ada@example.com');
    expect(html).not.toContain(XSS);
    expect(await audited(`webhook:${eventId}`)).toMatchObject({
      actor: admin.email,
      details: { reason: 'Ada asked' },
    });
  });

  it('is shown to nobody without a reason, and to no viewer', async () => {
    const { eventId } = await given('80');
    const form = { kind: 'webhook', id: eventId };
    const refused = await admin.act('/console/timeline/reveal', { ...form, reason: ' ' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('must say why');
    expect(refused.html).not.toContain('ada@example.com');
    expect((await viewer.act('/console/timeline/reveal', { ...form, reason: 'curious' })).status).toBe(403);
    expect((await viewer.page('/console/timeline?of=order_id:80')).html).not.toContain('Show what it holds');
    expect((await admin.page('/console/timeline?of=order_id:80')).html).toContain('Show what it holds');
    expect(await audited(`webhook:${eventId}`)).toBeNull();
  });
});
