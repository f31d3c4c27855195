import { afterEach, describe, expect, it } from 'vitest';
import { Test } from '@nestjs/testing';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../../test/support/fault-server.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { ProviderUnavailableError } from '../../../contracts/errors.js';
import { ConnectionsModule } from '../../../connections/connections.module.js';
import { PlatformModule } from '../../../platform/platform.module.js';
import { PayPalModule } from '../paypal.module.js';
import { PayPalVerification } from './verification.js';

const TRANSMISSION = {
  id: '69cd13f0-d67a-11e5-baa3-778b53f4ae55',
  time: '2016-02-18T20:01:35Z',
  signature: 'lmI95Jx3Y9nhR5SJWlHVIWpg4AgFk7n9bCHSRxbrd8A9zrhdu2rMyFrmz',
  certificateUrl: 'https://api.paypal.com/v1/notifications/certs/CERT-1',
  algorithm: 'SHA256withRSA',
} as const;
const TOKEN = { access_token: 'A21AA', token_type: 'Bearer', expires_in: 32_400 };

let provider: FaultServer;
let database: TestDatabase;
let close: () => Promise<void>;

/** The real module against a PayPal that answers every question alike. */
async function start(answer: (webhookId: string) => Fault): Promise<PayPalVerification> {
  database = await createTestDatabase();
  provider = await startFaultServer({
    answer: ({ path, body }) =>
      path === '/v1/oauth2/token' ? faults.ok(TOKEN) : answer(JSON.parse(body.toString()).webhook_id),
  });
  const platform = PlatformModule.forRoot({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url,
    PAYPAL_CLIENT_ID: 'client-id',
    PAYPAL_CLIENT_SECRET: 'client-secret',
    PAYPAL_WEBHOOK_VERIFICATION: 'api',
    PAYPAL_API_BASE_URL: provider.url,
    PAYPAL_RETRY_DELAY: '0.01',
  });
  const app = await Test.createTestingModule({
    imports: [platform, ConnectionsModule, PayPalModule],
  }).compile();
  close = async () => {
    await app.close();
    await provider.close();
    await database.drop();
  };
  return app.get(PayPalVerification, { strict: false });
}

afterEach(() => close());

const status = (verification: 'SUCCESS' | 'FAILURE') => faults.ok({ verification_status: verification });

describe('PayPal’s own verdict', () => {
  it('is asked for with all that came, the body byte for byte', async () => {
    const verification = await start(() => status('SUCCESS'));
    const body = '{ "id" : "WH-1",\n "amount": 1.00, "name": "\\u00e9" }';
    expect(await verification.confirms(TRANSMISSION, Buffer.from(body), ['1JE4291016473214C'])).toBe(true);
    const [token, question] = provider.requests;
    const basic = Buffer.from('client-id:client-secret').toString('base64');
    expect(token?.headers['authorization']).toBe(`Basic ${basic}`);
    expect(question?.headers['authorization']).toBe('Bearer A21AA');
    expect(question?.body.toString()).toContain(`"webhook_event":${body}}`);
    expect(JSON.parse(question?.body.toString() ?? '')).toEqual({
      auth_algo: 'SHA256withRSA',
      cert_url: TRANSMISSION.certificateUrl,
      transmission_id: TRANSMISSION.id,
      transmission_sig: TRANSMISSION.signature,
      transmission_time: TRANSMISSION.time,
      webhook_id: '1JE4291016473214C',
      webhook_event: JSON.parse(body),
    });
  });

  it('may be good for any of our webhooks', async () => {
    const verification = await start((webhookId) => status(webhookId === 'NEW' ? 'SUCCESS' : 'FAILURE'));
    expect(await verification.confirms(TRANSMISSION, Buffer.from('{}'), ['OLD', 'NEW'])).toBe(true);
    expect(await verification.confirms(TRANSMISSION, Buffer.from('{}'), ['OLD'])).toBe(false);
  });

  it.each(['', '{"id":1},"webhook_id":"NEW"', '{"id":"\xff"}', '\ufeff{}'])(
    'is not asked for about %j, which is no JSON',
    async (text) => {
      const verification = await start(() => status('SUCCESS'));
      const encoding = text.includes('\xff') ? 'latin1' : 'utf8';
      expect(await verification.confirms(TRANSMISSION, Buffer.from(text, encoding), ['NEW'])).toBe(false);
      expect(provider.requests).toHaveLength(0);
    },
  );

  it('that cannot be had is an error, not a refusal', async () => {
    const verification = await start(() => faults.status(503));
    await expect(verification.confirms(TRANSMISSION, Buffer.from('{}'), ['NEW'])).rejects.toThrow(
      ProviderUnavailableError,
    );
  });
});
