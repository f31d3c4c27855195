import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { noConnections } from '../../../test/support/no-connections.js';
import { openRoad } from '../../../test/support/open-road.js';
import { startSendGridSandbox, type SendGridSandbox } from '../../sandbox/sendgrid/sendgrid-sandbox.js';
import { ProviderUnavailableError, ValidationError } from '../../contracts/errors.js';
import { SendGridClient } from './sendgrid.client.js';
import { sendgridConfig } from './sendgrid.config.js';
import { SendGridNotifier } from './sendgrid.notifier.js';
import { sendgridPolicy } from './sendgrid.road.js';
import { SendGridSuppressions } from './sendgrid.suppressions.js';

let sandbox: SendGridSandbox;
let opened: ReturnType<typeof openRoad>;
let notifier: SendGridNotifier;
let suppressions: SendGridSuppressions;

beforeEach(async () => {
  sandbox = await startSendGridSandbox({ port: 0 });
  const config = sendgridConfig.read(sandbox.environment);
  opened = openRoad({
    logger: pino({ level: 'silent' }),
    provider: 'sendgrid',
    policy: sendgridPolicy(config, noConnections),
    settings: { baseUrl: sandbox.url },
  });
  const client = new SendGridClient(config, opened.road, noConnections);
  notifier = new SendGridNotifier(config, client);
  suppressions = new SendGridSuppressions(client);
});
afterEach(async () => {
  await opened.transport.close();
  await sandbox.close();
});

const send = (to: string) => notifier.send({ to, subject: 'Hello', text: 'Hello' });

describe('SendGridSuppressions', () => {
  it('says on which list an address is, and why', async () => {
    for (const to of ['bounce@acme.example', 'blocked@acme.example', 'complaint@acme.example'])
      await send(to);
    expect(await suppressions.find('bounce@acme.example')).toEqual([
      { list: 'bounces', since: expect.any(Date), reason: expect.stringContaining('550 5.1.1') },
    ]);
    expect(await suppressions.find('blocked@acme.example')).toMatchObject([{ list: 'blocks' }]);
    expect(await suppressions.find('complaint@acme.example')).toMatchObject([{ list: 'spam_reports' }]);
    expect(await suppressions.find('ada+lists@acme.example')).toEqual([]);
  });

  it('knows who has unsubscribed', async () => {
    await send('ada@acme.example');
    const [mail] = sandbox.messages();
    await fetch(`${sandbox.url}/mails/${encodeURIComponent(mail?.id ?? '')}/unsubscribe`, { method: 'POST' });
    expect(await suppressions.find('ada@acme.example')).toEqual([{ list: 'unsubscribes' }]);
    await suppressions.remove('ada@acme.example', 'unsubscribes');
    expect(await suppressions.find('ada@acme.example')).toEqual([]);
  });

  it('takes an address off one list, or off all, and does not mind when it is on none', async () => {
    await send('bounce@acme.example');
    await suppressions.remove('bounce@acme.example', 'blocks');
    expect(await suppressions.find('bounce@acme.example')).toHaveLength(1);
    await suppressions.remove('bounce@acme.example');
    await suppressions.remove('bounce@acme.example');
    expect(await suppressions.find('bounce@acme.example')).toEqual([]);
  });

  it('tries again when SendGrid does not serve, since nothing is done twice', async () => {
    sandbox.failNext({ path: /bounces/, mode: 503 });
    expect(await suppressions.find('ada@acme.example')).toEqual([]);
    sandbox.failNext({ path: /bounces/, mode: 500, times: 4 });
    await expect(suppressions.remove('ada@acme.example', 'bounces')).rejects.toThrow(
      ProviderUnavailableError,
    );
  });

  it('wants an address', async () => {
    await expect(suppressions.find('ada')).rejects.toThrow(ValidationError);
  });
});
