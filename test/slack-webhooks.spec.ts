import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { SlackModule } from '../src/providers/slack/slack.module.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { eventually } from './support/eventually.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { slackCommand, slackEvent, slackInteraction, slackSigner } from './support/slack-webhooks.js';
import type { SignedDelivery } from './support/webhook-signer.js';

/** A product's handlers: what they saw. */
@Injectable()
class Assistant {
  readonly commands: string[] = [];
  readonly clicks: (string | undefined)[] = [];
  readonly messages: (string | undefined)[] = [];

  @OnWebhook('slack', 'command')
  note({ event: { payload } }: WebhookContext<'slack', 'command'>): void {
    this.commands.push(`${payload.command} ${payload.text}`);
  }

  @OnWebhook('slack', 'interaction.block_actions')
  click({ event: { payload } }: WebhookContext<'slack', 'interaction.block_actions'>): void {
    this.clicks.push(payload.actions[0]?.value);
  }

  @OnWebhook('slack', 'message')
  hear({ event: { payload } }: WebhookContext<'slack', 'message'>): void {
    this.messages.push(payload.event.subtype ?? payload.event.text);
  }
}

@Module({ providers: [Assistant] })
class ShopModule {}

let hookline: TestHookline;
beforeAll(async () => {
  hookline = await startTestHookline({
    imports: [SlackModule, ShopModule],
    environment: slackSigner.environment,
  });
});
afterAll(() => hookline?.close());

async function deliver({ headers, body }: SignedDelivery) {
  const url = `${hookline.url}/webhooks/slack`;
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}

const send = (body: Buffer) => deliver(slackSigner.sign({ body }));

/** What is stored, as `type id`. */
async function storedEvents(): Promise<string[]> {
  const { body } = await hookline.api('GET', '/v1/webhook-events?provider=slack&limit=100');
  return body.data.map(
    (event: { external_id: string; type: string }) => `${event.type} ${event.external_id}`,
  );
}

const EMPTY = { status: 200, type: 'text/plain; charset=utf-8', body: '' };

describe('POST /webhooks/slack', () => {
  it('answers Slack’s challenge, and stores nothing of it', async () => {
    const challenge = { type: 'url_verification', challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmd' };
    const before = await storedEvents();
    const answer = await send(Buffer.from(JSON.stringify(challenge)));
    expect(answer).toEqual({ ...EMPTY, body: challenge.challenge });
    expect(await send(Buffer.from('ssl_check=1&token=x'))).toEqual(EMPTY);
    expect(await storedEvents()).toEqual(before);
  });

  it('answers a slash command with nothing, which its person would see, and stores it', async () => {
    expect(await send(slackCommand({ text: 'Łódź' }))).toEqual(EMPTY);
    const { commands } = hookline.app.get(Assistant, { strict: false });
    await eventually('the command is handled', () => commands[0]);
    expect(commands).toEqual(['/weather Łódź']);
  });

  it('hands a click to its handler, once, though the same request comes again', async () => {
    const body = slackInteraction({
      type: 'block_actions',
      trigger_id: '111.222.click',
      actions: [{ type: 'button', value: 'approve' }],
    });
    const delivery = slackSigner.sign({ body });
    expect(await deliver(delivery)).toEqual(EMPTY);
    expect(await deliver(delivery)).toEqual(EMPTY);
    const { clicks } = hookline.app.get(Assistant, { strict: false });
    await eventually('the click is handled', () => clicks[0]);
    expect(
      (await storedEvents()).filter((stored) => stored.startsWith('interaction.block_actions')),
    ).toHaveLength(1);
    expect(clicks).toEqual(['approve']);
  });

  it('stores an event once, however often Slack sends it', async () => {
    const body = slackEvent({ type: 'message', subtype: 'message_deleted' });
    const later = new Date(Date.now() - 60_000);
    expect(await send(body)).toEqual(EMPTY);
    expect(await deliver(slackSigner.sign({ body, at: later }))).toEqual(EMPTY);
    const { messages } = hookline.app.get(Assistant, { strict: false });
    await eventually('the message is handled', () => messages[0]);
    expect(messages).toEqual(['message_deleted']);
    const { event_id: id } = JSON.parse(body.toString()) as { event_id: string };
    expect((await storedEvents()).filter((stored) => stored === `message ${id}`)).toHaveLength(1);
  });

  it('refuses with 401 what Slack did not sign, and stores nothing', async () => {
    const before = await storedEvents();
    const good = slackSigner.sign();
    const forged = [
      slackSigner.sign({ secret: slackSigner.secrets[1] }),
      slackSigner.sign({ at: new Date(Date.now() - 310_000) }),
      { ...good, body: slackEvent() },
      { ...good, headers: { 'Content-Type': 'application/json' } },
    ];
    const answers = await Promise.all(forged.map(deliver));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(await storedEvents()).toEqual(before);
  });

  it('refuses with 400 what Slack signed but is no event, and stores nothing', async () => {
    const before = await storedEvents();
    const answers = await Promise.all(
      ['{"type":"event_callback"}', '{', 'payload={'].map((body) => send(Buffer.from(body))),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(await storedEvents()).toEqual(before);
  });
});
