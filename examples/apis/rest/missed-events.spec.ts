import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Test } from '@nestjs/testing';
import { readFile } from 'node:fs/promises';
import { importSpec } from '../../../src/apis/openapi/import-spec.js';
import { describeWithContracts, readContract } from '../../../test/support/contracts.js';
import { openApi } from '../../../test/support/described-api.js';
import { faults, startFaultServer, type FaultServer } from '../../../test/support/fault-server.js';
import { MissedEvents } from './missed-events.service.js';
import { PaypalEvents } from './paypal-events.js';

const FILE = 'notifications-webhooks-v1.openapi.json';
const SINCE = new Date('2026-11-01T00:00:00Z');
const UNTIL = new Date('2026-11-02T00:00:00Z');

/** Three pages of events, WH-1 to WH-5; the second page fails once. */
let paypal: FaultServer;
beforeEach(async () => {
  const page = (ids: string[], next?: number) =>
    faults.ok({
      events: ids.map((id) => ({ id, event_type: 'PAYMENT.CAPTURE.COMPLETED' })),
      count: ids.length,
      links:
        next === undefined ? [] : [{ rel: 'next', href: `/v1/notifications/webhooks-events?page=${next}` }],
    });
  paypal = await startFaultServer({
    answer: ({ path, method }, attempt) => {
      if (path === '/v1/oauth2/token')
        return faults.ok({ access_token: 't1', token_type: 'Bearer', expires_in: 300 });
      if (method === 'POST') return faults.ok({ id: path.split('/').at(-2) });
      if (path.endsWith('page=2')) return attempt === 1 ? faults.status(503) : page(['WH-3', 'WH-4'], 3);
      return path.endsWith('page=3') ? page(['WH-5']) : page(['WH-1', 'WH-2'], 2);
    },
  });
});
afterEach(() => paypal.close());

describe('an API of one’s own, from its OpenAPI file', () => {
  it('is injected, pages through what there is, and acts', async () => {
    const variables = { PAYPAL_WEBHOOKS_CLIENT_ID: 'id', PAYPAL_WEBHOOKS_CLIENT_SECRET: 'secret' };
    const { client, close } = await openApi(PaypalEvents, paypal.url, { variables });
    const module = await Test.createTestingModule({
      providers: [MissedEvents, { provide: PaypalEvents, useValue: client }],
    }).compile();
    const known = new Set(['WH-1', 'WH-4']);
    await expect(module.get(MissedEvents).resend(SINCE, UNTIL, (id) => known.has(id))).resolves.toBe(3);
    const calls = paypal.requests.map(({ method, path }) => `${method} ${path}`);
    expect(calls.filter((call) => call.endsWith('/resend'))).toEqual(
      ['WH-2', 'WH-3', 'WH-5'].map((id) => `POST /v1/notifications/webhooks-events/${id}/resend`),
    );
    expect(calls).toContain(
      'GET /v1/notifications/webhooks-events?page_size=50&start_time=2026-11-01T00%3A00%3A00.000Z&end_time=2026-11-02T00%3A00%3A00.000Z',
    );
    expect(paypal.requests.at(-1)?.headers).toMatchObject({ authorization: 'Bearer t1' });
    await close();
  });
});

describeWithContracts('its description', () => {
  it('is what import-spec writes', async () => {
    const written = await readFile(new URL('paypal-webhooks.api.ts', import.meta.url), 'utf8');
    const document: unknown = JSON.parse(readContract(`paypal/${FILE}`).toString());
    const options = [
      '--name paypal-webhooks',
      "--operations 'webhooksEvents.*'",
      '--out paypal-webhooks.api.ts',
    ];
    const { source } = importSpec(document, {
      name: 'paypal-webhooks',
      operations: ['webhooksEvents.*'],
      file: FILE,
      command: `npx hookline import-spec ${FILE} ${options.join(' ')}`,
    });
    expect(source).toBe(written);
  });
});
