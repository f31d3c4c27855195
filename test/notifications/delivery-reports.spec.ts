import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeliveryReportsHandler } from '../../src/notifications/reports/delivery-reports.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { startSendGridSandbox, type SendGridSandbox } from '../../src/sandbox/sendgrid/sendgrid-sandbox.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

let sendgrid: SendGridSandbox;
let hookline: TestHookline;

beforeAll(async () => {
  const port = await freePort();
  sendgrid = await startSendGridSandbox({
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}/webhooks/sendgrid`,
  });
  hookline = await startTestHookline({ port, environment: { ...sendgrid.environment } });
});
afterAll(async () => {
  await sendgrid?.close();
  await hookline?.close();
});

const send = async (to: string, wish: object = {}) =>
  (
    await hookline.api('POST', '/v1/notifications', {
      to,
      subject: 'Your order',
      text: 'It is on its way.',
      ...wish,
    })
  ).body;
const reaches = (id: string, status: string) =>
  eventually(`the notification ${id} is ${status}`, async () => {
    const { body } = await hookline.api('GET', `/v1/notifications/${id}`);
    return body.status === status ? body : undefined;
  });
const suppressed = (address: string) =>
  eventually(`${address} is on the suppression list`, async () => {
    const { status, body } = await hookline.api('GET', `/v1/suppressions/${address}`);
    return status === 200 ? body : undefined;
  });

/** As the webhook of an account brings it: of a connected one, or of the environment's own. */
async function reported(event: { connectionId: string | undefined; payload: object }): Promise<void> {
  const prisma = hookline.app.get(PrismaService, { strict: false });
  const handler = hookline.app.get(DeliveryReportsHandler, { strict: false });
  await prisma.$transaction((tx) =>
    handler.take({ events: [{ provider: 'sendgrid', type: 'bounce', ...event }], tx }),
  );
}

describe('an e-mail', () => {
  it('is delivered once SendGrid’s webhook says so', async () => {
    const { id, status } = await send('ada@example.com', { mode: 'durable' });
    expect(status).toBe('queued');
    await reaches(id, 'delivered');
    // SendGrid's reports come in no order: what happened before may be told after.
    const history = await eventually('the whole history', async () => {
      const { body } = await hookline.api('GET', `/v1/notifications/${id}`);
      const types = body.events.map(({ type }: { type: string }) => type);
      return types.includes('processed') ? types : undefined;
    });
    expect(history).toEqual(expect.arrayContaining(['queued', 'sent', 'processed', 'delivered']));
  });

  it('that bounces puts its recipient on the suppression list, so that nobody writes there again', async () => {
    const { id } = await send('bounce@example.com');
    expect(await reaches(id, 'bounced')).toMatchObject({ error: { code: 'UNPROCESSABLE' } });
    expect(await suppressed('bounce@example.com')).toMatchObject({
      reason: 'bounced',
      provider: 'sendgrid',
      notification_id: id,
    });
    const before = sendgrid.messages().length;
    const again = await send('Bounce@Example.com');
    expect(again.error).toMatchObject({ code: 'UNPROCESSABLE' });
    expect(sendgrid.messages()).toHaveLength(before);
  });

  it('that is complained about was delivered all the same', async () => {
    const { id } = await send('complaint@example.com');
    expect(await suppressed('complaint@example.com')).toMatchObject({ reason: 'complained' });
    await reaches(id, 'delivered');
  });

  it('of many goes in one call, and each is followed by itself', async () => {
    const before = sendgrid.messages().length;
    const recipients = ['grace@example.com', 'bounce@bounce.example', 'alan@example.com'].map((to) => ({
      to,
    }));
    const { body } = await hookline.api('POST', '/v1/notifications/batch', {
      subject: 'We open on Sunday',
      text: 'Come and see.',
      recipients,
    });
    const [grace, bounced, alan] = body.data as { id: string }[];
    await reaches(grace?.id ?? '', 'delivered');
    await reaches(bounced?.id ?? '', 'bounced');
    await reaches(alan?.id ?? '', 'delivered');
    expect(sendgrid.messages()).toHaveLength(before + 3);
  });

  it('bounces also where the other server says what no database takes', async () => {
    const { id } = await send('grace@example.com');
    const payload = {
      event: 'bounce',
      email: 'grace@example.com',
      timestamp: 1_785_000_001,
      hookline_reference: `${id}-0`,
      type: 'blocked',
      reason: '550 no\0 such \ud83e user',
    };
    await reported({ connectionId: undefined, payload });
    expect(await reaches(id, 'bounced')).toMatchObject({
      error: { code: 'UNPROCESSABLE', message: '550 no such \ufffd user' },
    });
  });

  it.each([
    ['the notification of another account', 'own'],
    ['anybody, by a notification that is none of theirs', 'nobody'],
  ])('is not touched by the account of a customer that reports on %s', async (_what, whose) => {
    const { id } = await send('alan@example.com');
    await reaches(id, 'delivered');
    const address = `${whose}@victims.example`;
    const payload = {
      event: 'bounce',
      email: address,
      timestamp: 1_785_000_001,
      hookline_reference: whose === 'own' ? `${id}-0` : 'somebody-elses',
      type: 'bounce',
      reason: '550',
    };
    await reported({ connectionId: '0198a1b2-0000-7000-8000-000000000000', payload });
    expect((await hookline.api('GET', `/v1/notifications/${id}`)).body.status).toBe('delivered');
    expect((await hookline.api('GET', `/v1/suppressions/${address}`)).status).toBe(404);
  });

  it.each([
    ['its own recipient', 'turing@example.com', 'turing@example.com', 200],
    ['nobody else', 'lovelace@example.com', 'ceo@victims.example', 404],
  ])(
    'of a customer’s account suppresses, by what that account reports, %s',
    async (_who, to, address, status) => {
      const connectionId = '0198a1b2-0000-7000-8000-000000000000';
      const { id } = await send(to);
      await reaches(id, 'delivered');
      const prisma = hookline.app.get(PrismaService, { strict: false });
      const way = { provider: 'sendgrid', channel: 'email', to, connectionId };
      await prisma.notification.update({ where: { id }, data: { route: [way] } });
      const payload = {
        event: 'spamreport',
        email: address,
        timestamp: 1_785_000_001,
        hookline_reference: `${id}-0`,
      };
      await reported({ connectionId, payload });
      expect((await hookline.api('GET', `/v1/suppressions/${address}`)).status).toBe(status);
    },
  );

  it('is not failed by a copy that bounces', async () => {
    const { id } = await send('ada@example.com', { cc: [{ email: 'bounce@copies.example' }] });
    await suppressed('bounce@copies.example');
    expect(await reaches(id, 'delivered')).toMatchObject({ error: null });
  });
});
