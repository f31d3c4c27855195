import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOTIFICATION_PATIENCE } from '../../src/notifications/sending/delivery.js';
import { NotificationRecords } from '../../src/notifications/records/notification-records.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { NotificationsService } from '../../src/notifications/notifications.service.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { PostOffice } from '../support/post-office.js';

const office = new PostOffice();
let hookline: TestHookline;

beforeAll(async () => {
  hookline = await startTestHookline({
    imports: [office.module()],
    override: [[NOTIFICATION_PATIENCE, { retryDelaysMs: [20, 20], lookDelaysMs: [20, 20, 20], lateMs: 0 }]],
  });
});
afterAll(() => hookline?.close());
beforeEach(() => office.reset());

const pigeon = { provider: 'pigeon', to: '#team', text: 'Order paid' };
const owl = { provider: 'owl', to: 'ada@example.com' };
const send = (body: object, headers: Record<string, string> = {}) =>
  hookline.api('POST', '/v1/notifications', body, headers);
const get = async (id: string) => (await hookline.api('GET', `/v1/notifications/${id}`)).body;
const reaches = (id: string, status: string) =>
  eventually(`the notification ${id} is ${status}`, async () => {
    const notification = await get(id);
    return notification.status === status ? notification : undefined;
  });
const typesOf = ({ events }: { events: { type: string }[] }) => events.map(({ type }) => type);

describe('a durable notification', () => {
  it('is stored, sent by a worker, and tells its history', async () => {
    const { status, body } = await send({ ...pigeon, mode: 'durable' });
    expect({ status, body }).toMatchObject({
      status: 202,
      body: { status: 'queued', mode: 'durable', provider: 'pigeon', message_id: null, raw: null },
    });
    const notification = await reaches(body.id, 'sent');
    expect(notification).toMatchObject({ attempts: 1, message_id: `pigeon:${body.id}-0`, error: null });
    expect(typesOf(notification)).toEqual(['queued', 'sent']);
    expect(office.letters).toHaveLength(1);
  });

  it('is tried again after an outage, until it is sent', async () => {
    office.plan('pigeon', 'grounded', 'grounded');
    const { body } = await send({ ...pigeon, mode: 'durable' });
    const notification = await reaches(body.id, 'sent');
    expect(typesOf(notification)).toEqual(['queued', 'attempt_failed', 'attempt_failed', 'sent']);
    expect(office.letters).toHaveLength(1);
  });

  it('rests in the dead letter when nothing helps, and can be sent again from there', async () => {
    office.settle('pigeon', 'grounded');
    const { body } = await send({ ...pigeon, mode: 'durable' });
    expect(await reaches(body.id, 'dead')).toMatchObject({
      attempts: 3,
      error: { code: 'PROVIDER_UNAVAILABLE', message: 'No pigeon flies today.' },
    });
    expect((await hookline.api('GET', '/v1/notifications?status=dead')).body.data[0].id).toBe(body.id);
    office.settle('pigeon', 'arrives');
    expect(await hookline.api('POST', `/v1/notifications/${body.id}/send-again`)).toMatchObject({
      status: 202,
    });
    await reaches(body.id, 'sent');
    expect(await hookline.api('POST', `/v1/notifications/${body.id}/send-again`)).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    });
    expect(office.letters).toHaveLength(1);
  });

  it('that is refused for good is not tried again', async () => {
    office.plan('pigeon', 'refused');
    const { body } = await send({ ...pigeon, mode: 'durable' });
    expect(await reaches(body.id, 'failed')).toMatchObject({ attempts: 1, error: { code: 'UNPROCESSABLE' } });
  });

  it('goes by its fallback when the first way is down', async () => {
    office.plan('pigeon', 'grounded');
    const { body } = await send({ ...pigeon, fallbacks: [owl], mode: 'durable' });
    const notification = await reaches(body.id, 'sent');
    expect(notification).toMatchObject({ provider: 'owl', to: 'ada@example.com', fallbacks_used: 1 });
    expect(office.letters.map(({ provider }) => provider)).toEqual(['owl']);
  });

  it('whose answer was lost is looked up, and not sent a second time', async () => {
    office.plan('pigeon', 'eaten');
    const { body } = await send({ ...pigeon, fallbacks: [owl], mode: 'durable' });
    const notification = await reaches(body.id, 'sent');
    expect(typesOf(notification)).toEqual(['queued', 'outcome_unknown', 'sent']);
    expect(notification.provider).toBe('pigeon');
    expect(office.letters).toHaveLength(1);
  });

  it('is not sent another way while nobody can tell whether it has arrived', async () => {
    office.knowsWhatArrived = false;
    office.plan('pigeon', 'lost');
    const { body } = await send({ ...pigeon, fallbacks: [owl], mode: 'durable' });
    expect(await reaches(body.id, 'dead')).toMatchObject({ error: { code: 'OUTCOME_UNKNOWN' } });
    expect(office.letters).toEqual([]);
    expect(office.calls.find).toBe(3);
  });

  it('is put off until its time', async () => {
    const time = new Date(Date.now() + 1_500);
    const { body } = await send({ ...pigeon, send_at: time.toISOString() });
    expect(body).toMatchObject({ status: 'queued', mode: 'durable', due_at: time.toISOString() });
    const notification = await reaches(body.id, 'sent');
    expect(Date.parse(notification.sent_at)).toBeGreaterThanOrEqual(time.getTime());
  });

  it('is one for one idempotency key, however often and at once it is asked for', async () => {
    const notifications = hookline.app.get(NotificationsService);
    const asked = { ...pigeon, mode: 'durable' as const };
    const key = { idempotencyKey: 'order-42' };
    const receipts = await Promise.all(Array.from({ length: 10 }, () => notifications.send(asked, key)));
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    await reaches(receipts[0]?.id ?? '', 'sent');
    expect((await notifications.send(asked, key)).status).toBe('sent');
    expect(office.letters).toHaveLength(1);
    await expect(notifications.send({ ...asked, text: 'Another' }, key)).rejects.toThrow('was used before');
  });
});

describe('one message to many', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ to: `customer-${index}@example.com` }));

  it('takes as few calls as its provider allows, and one receipt each', async () => {
    const { status, body } = await hookline.api('POST', '/v1/notifications/batch', {
      provider: 'owl',
      text: 'We open on Sunday.',
      recipients: many(250),
    });
    expect({ status, count: body.data.length }).toEqual({ status: 202, count: 250 });
    await eventually('all have it', () => (office.letters.length >= 250 ? true : undefined));
    expect(office.calls).toMatchObject({ batch: 3, send: 0 });
    expect(new Set(office.letters.map(({ message }) => message.to)).size).toBe(250);
  });

  it('tells each recipient apart', async () => {
    office.plan('customer-1@example.com', 'refused'); // workers may take the three in any order
    const { body } = await hookline.api('POST', '/v1/notifications/batch', {
      provider: 'owl',
      text: 'We open on Sunday.',
      recipients: many(3),
    });
    const [first, second, third] = body.data as { id: string }[];
    await reaches(first?.id ?? '', 'sent');
    expect(await reaches(second?.id ?? '', 'failed')).toMatchObject({ error: { code: 'UNPROCESSABLE' } });
    expect(await reaches(third?.id ?? '', 'sent')).toMatchObject({ error: null });
  });

  it('is refused whole when one recipient is wrong, by its place', async () => {
    const { status, body } = await hookline.api('POST', '/v1/notifications/batch', {
      provider: 'owl',
      text: 'Hello',
      recipients: [...many(2), { to: 'nobody@example.com' }],
    });
    expect({ status, field: body.error.details[0].field }).toEqual({ status: 400, field: 'recipients.2.to' });
    expect(office.letters).toEqual([]);
  });
});

describe('a process that dies', () => {
  it('between the message and its record leaves a question, and the next one finds the answer', async () => {
    const { body } = await send({ ...pigeon, send_at: new Date(Date.now() + 3_600_000).toISOString() });
    // As a process leaves it that was killed after the provider had taken the message.
    office.deliver('pigeon', pigeon, `${body.id}-0`);
    const prisma = hookline.app.get(PrismaService, { strict: false });
    const from = new Date(Date.now() - 1_000);
    await prisma.notification.update({
      where: { id: body.id },
      data: { attemptFrom: from, attemptUntil: from, dueAt: from },
    });
    await hookline.app.get(NotificationRecords, { strict: false }).resend(new Date(), 100);
    const notification = await reaches(body.id, 'sent');
    expect(notification.message_id).toBe(`pigeon:${body.id}-0`);
    expect(office.letters).toHaveLength(1);
  });
});
