import { afterAll, beforeAll, expect, it } from 'vitest';
import { givenConnection } from '../../../../test/support/connections.js';
import { eventually } from '../../../../test/support/eventually.js';
import { request, startTestHookline, type TestHookline } from '../../../../test/support/hookline.js';
import { slackEvent, slackSigner } from '../../../../test/support/slack-webhooks.js';
import { Connections } from '../../../connections/accounts/connections.service.js';

let hookline: TestHookline;
beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ...slackSigner.environment } });
});
afterAll(() => hookline?.close());

const connect = () => givenConnection(hookline, { provider: 'slack', accessToken: 'xoxb-of-theirs' });
const statusOf = async (id: string) =>
  (await hookline.app.get(Connections, { strict: false }).get(id))?.status;

/** A signed event from the workspace of a connection. */
async function happens(connectionId: string, event: { type: string; tokens?: object }, at = new Date()) {
  const webhook = {
    ...(JSON.parse(slackEvent(event).toString()) as object),
    team_id: `account-${connectionId}`,
    event_time: Math.floor(at.getTime() / 1000),
  };
  const { headers, body } = slackSigner.sign({ body: Buffer.from(JSON.stringify(webhook)) });
  expect((await request(`${hookline.url}/webhooks/slack`, 'POST', body, headers)).status).toBe(200);
}

it.each([{ type: 'app_uninstalled' }, { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } }])(
  'a workspace that removes the app is revoked, and no other: %j',
  async (event) => {
    const [theirs, other] = [await connect(), await connect()];
    await happens(theirs, event);
    await eventually('the connection is revoked', async () =>
      (await statusOf(theirs)) === 'revoked' ? true : undefined,
    );
    expect(await statusOf(other)).toBe('connected');
  },
);

it('the tokens of people, and what happened before it was connected, leave a workspace connected', async () => {
  const [theirs, last] = [await connect(), await connect()];
  await happens(theirs, { type: 'tokens_revoked', tokens: { oauth: ['U0ADA'] } });
  await happens(theirs, { type: 'app_uninstalled' }, new Date(Date.now() - 60_000));
  await happens(last, { type: 'app_uninstalled' });
  await eventually('the last one is handled', async () =>
    (await statusOf(last)) === 'revoked' ? true : undefined,
  );
  await eventually('nothing is left to handle', async () => {
    const { body } = await hookline.api('GET', '/v1/webhook-events?provider=slack&status=pending');
    return body.data.length === 0 ? true : undefined;
  });
  expect(await statusOf(theirs)).toBe('connected');
});

it('an account whose secret is its own ends no connection of anybody else', async () => {
  const victim = await connect();
  const secret = 'the-signing-secret-of-an-attacker';
  expect(
    (await hookline.api('PUT', '/v1/webhook-accounts/slack/attacker', { secrets: [secret] })).status,
  ).toBe(200);
  const forged = {
    ...JSON.parse(slackEvent({ type: 'app_uninstalled' }).toString()),
    team_id: `account-${victim}`,
  };
  const { headers, body } = slackSigner.sign({ body: Buffer.from(JSON.stringify(forged)), secret });
  const answer = await request(`${hookline.url}/webhooks/slack/attacker`, 'POST', body, headers);
  expect(answer.status).toBe(200);
  await eventually('it is handled', async () => {
    const { body: found } = await hookline.api(
      'GET',
      '/v1/webhook-events?provider=slack&connection_id=attacker',
    );
    return found.data[0]?.status === 'processed' ? true : undefined;
  });
  expect(await statusOf(victim)).toBe('connected');
});
