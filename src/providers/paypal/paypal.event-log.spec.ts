import { afterEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { noConnections } from '../../../test/support/no-connections.js';
import { faults, startFaultServer, type FaultServer } from '../../../test/support/fault-server.js';
import { openRoad } from '../../../test/support/open-road.js';
import { paypalEvent } from '../../../test/support/paypal-webhooks.js';
import { NotConfiguredError, ResponseFormatError } from '../../contracts/errors.js';
import { PayPalClient } from './paypal.client.js';
import { paypalConfig } from './paypal.config.js';
import { PayPalEventLog } from './paypal.event-log.js';
import { paypalPolicy } from './paypal.road.js';

const PATH = '/v1/notifications/webhooks-events';
const SINCE = new Date('2026-11-20T00:00:00Z');

let server: FaultServer | undefined;
let opened: ReturnType<typeof openRoad> | undefined;

afterEach(async () => {
  await opened?.transport.close();
  await server?.close();
});

/** PayPal's log as its API describes it, `pageSize` events a page, whatever is asked for. */
async function startLog(events: readonly Buffer[], pageSize = 2): Promise<PayPalEventLog> {
  server = await startFaultServer({
    answer: ({ path }) => {
      const { pathname, searchParams } = new URL(path, 'http://paypal');
      if (pathname === '/v1/oauth2/token') {
        return faults.ok({ access_token: 'A21AA', token_type: 'Bearer', expires_in: 32_400 });
      }
      const matching = events
        .map((event) => JSON.parse(event.toString()))
        .filter((event) => event.event_type === searchParams.get('event_type'));
      const from = Number(searchParams.get('from') ?? 0);
      const next = new URLSearchParams(searchParams);
      next.set('from', String(from + pageSize));
      const self = { rel: 'self', href: `https://api.sandbox.paypal.com${path}`, method: 'GET' };
      // As PayPal does, on another host than the one that was asked.
      const more = {
        rel: 'next',
        href: `https://api.sandbox.paypal.com${PATH}?${next.toString()}`,
        method: 'GET',
      };
      const page = matching.slice(from, from + pageSize);
      return faults.ok({
        events: page,
        count: page.length,
        links: from + pageSize < matching.length ? [self, more] : [self],
      });
    },
  });
  return logAt(server.url);
}

function logAt(
  url: string,
  client = { PAYPAL_CLIENT_ID: 'id', PAYPAL_CLIENT_SECRET: 'secret' },
): PayPalEventLog {
  const config = paypalConfig.read({ PAYPAL_API_BASE_URL: url, ...client });
  const policy = paypalPolicy(config, noConnections);
  opened = openRoad({
    logger: pino({ level: 'silent' }),
    provider: 'paypal',
    policy,
    settings: { baseUrl: url },
  });
  return new PayPalEventLog(new PayPalClient(config, opened.road, noConnections));
}

async function read(log: PayPalEventLog, ...types: string[]) {
  const events = [];
  for await (const event of log.events(SINCE, types, AbortSignal.timeout(10_000))) events.push(event);
  return events;
}

describe('PayPalEventLog', () => {
  it('reads all pages of all types', async () => {
    const captures = Array.from({ length: 5 }, () => paypalEvent('PAYMENT.CAPTURE.COMPLETED'));
    const orders = [paypalEvent('CHECKOUT.ORDER.APPROVED')];
    const log = await startLog([...captures, ...orders, paypalEvent('CATALOG.PRODUCT.CREATED')]);
    const events = await read(log, 'PAYMENT.CAPTURE.COMPLETED', 'CHECKOUT.ORDER.APPROVED');
    expect(events.map(({ externalId }) => externalId)).toEqual(
      [...captures, ...orders].map((event) => JSON.parse(event.toString()).id),
    );
    const [first] = events;
    expect(first).toMatchObject({ type: 'PAYMENT.CAPTURE.COMPLETED', occurredAt: expect.any(Date) });
    expect(JSON.parse(Buffer.from(first?.rawBody ?? []).toString())).toEqual(
      JSON.parse(captures[0]?.toString() ?? ''),
    );
  });

  it('asks for what happened since, and only at the API that the credentials are for', async () => {
    const log = await startLog([paypalEvent(), paypalEvent(), paypalEvent()]);
    await read(log, 'PAYMENT.CAPTURE.COMPLETED');
    const [, first, second] = server?.requests ?? [];
    const query = new URL(first?.path ?? '', 'http://paypal').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      start_time: '2026-11-20T00:00:00.000Z',
      event_type: 'PAYMENT.CAPTURE.COMPLETED',
    });
    expect(first?.headers['authorization']).toBe('Bearer A21AA');
    expect(second?.path).toContain('from=2');
  });

  it('is not there without credentials', async () => {
    const log = logAt('http://127.0.0.1:1', { PAYPAL_CLIENT_ID: '', PAYPAL_CLIENT_SECRET: '' });
    expect(log.configured).toBe(false);
    await expect(read(log, 'PAYMENT.CAPTURE.COMPLETED')).rejects.toThrow(NotConfiguredError);
  });

  it('says when the answer is not a log', async () => {
    server = await startFaultServer({
      answer: ({ path }) =>
        path.startsWith('/v1/oauth2')
          ? faults.ok({ access_token: 'A21AA', token_type: 'Bearer', expires_in: 32_400 })
          : faults.ok({ events: 'none' }),
    });
    await expect(read(logAt(server.url), 'A')).rejects.toThrow(ResponseFormatError);
  });
});
