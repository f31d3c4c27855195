import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a message is on its way, and again its answer, in ms. */
const ON_ITS_WAY_MS = 100;

const REFERENCE = /"hookline_reference":"([^"]+)"/g;

/**
 * A stand-in for SendGrid that takes its time, so that whoever is killed is killed in the middle: some messages are on
 * their way then, and of others the answer is. It takes what has left, also when nobody waits for the answer any more.
 */
export class MailProvider {
  /** How often each message has arrived, by its reference. */
  readonly arrived = new Map<string, number>();
  /** How often it was asked what became of a message. */
  lookUps = 0;
  private readonly server = createServer((incoming, outgoing) => {
    this.answer(incoming).then(
      ({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
      () => incoming.socket.destroy(), // whoever asked was killed
    );
  });

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      SENDGRID_API_KEY: `SG.${'a'.repeat(22)}.${'b'.repeat(43)}`,
      SENDGRID_API_BASE_URL: `http://127.0.0.1:${port}`,
      SENDGRID_FROM: 'shop@example.com',
      SENDGRID_MAX_CONCURRENT: '1000',
    };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(incoming: IncomingMessage) {
    if (incoming.method === 'GET') return this.activity(incoming.url ?? '');
    const body = await text(incoming);
    await sleep(ON_ITS_WAY_MS);
    for (const [, reference = ''] of body.matchAll(REFERENCE)) {
      this.arrived.set(reference, (this.arrived.get(reference) ?? 0) + 1);
    }
    await sleep(ON_ITS_WAY_MS);
    return { status: 202, headers: { 'x-message-id': 'message' }, body: '' };
  }

  /** @see https://www.twilio.com/docs/sendgrid/api-reference/email-activity/filter-all-messages */
  private activity(url: string) {
    this.lookUps += 1;
    const query = new URL(url, 'http://localhost').searchParams.get('query') ?? '';
    const reference = /="([^"]+)"/.exec(query)?.[1] ?? '';
    const message = { msg_id: 'message', last_event_time: new Date().toISOString() };
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: this.arrived.has(reference) ? [message] : [] }),
    };
  }
}
