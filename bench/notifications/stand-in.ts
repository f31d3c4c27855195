import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { answer, processorTimeMs } from '../answers.js';

/**
 * SendGrid on the loopback address: it takes every message at once, remembers all of them, and can be asked for one. It
 * reads just enough HTTP to know where a request ends, so that it is not what is measured.
 */
const JSON_HEAD = 'Content-Type: application/json\r\n';
const REFERENCE = /"hookline_reference":"([^"]+)"/g;

/** How often each message has arrived, by its reference. */
const arrived = new Map<string, number>();
let calls = 0;
let lookUps = 0;

function take(head: string, body: string): string {
  if (head.startsWith('GET /v3/messages')) return activity(head);
  calls += 1;
  for (const [, reference = ''] of body.matchAll(REFERENCE)) {
    arrived.set(reference, (arrived.get(reference) ?? 0) + 1);
  }
  return response('202 Accepted', `X-Message-Id: message-${calls}\r\n`, '');
}

/** @see https://www.twilio.com/docs/sendgrid/api-reference/email-activity/filter-all-messages */
function activity(head: string): string {
  lookUps += 1;
  const query = new URL(head.split(' ', 2)[1] ?? '', 'http://localhost').searchParams.get('query') ?? '';
  const reference = /="([^"]+)"/.exec(query)?.[1] ?? '';
  const message = { msg_id: `activity-${reference}`, last_event_time: new Date().toISOString() };
  return response('200 OK', JSON_HEAD, JSON.stringify({ messages: arrived.has(reference) ? [message] : [] }));
}

function response(status: string, headers: string, body: string): string {
  return `HTTP/1.1 ${status}\r\n${headers}Content-Length: ${body.length}\r\nKeep-Alive: timeout=60\r\n\r\n${body}`;
}

const server = createServer((socket: Socket) => {
  let received = '';
  socket.setNoDelay(true).setEncoding('latin1');
  socket.on('error', () => {}); // a caller that was killed
  socket.on('data', (chunk: string) => {
    received += chunk;
    for (;;) {
      const headEnd = received.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const head = received.slice(0, headEnd);
      const end = headEnd + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (received.length < end) return;
      socket.write(take(head, received.slice(headEnd + 4, end)));
      received = received.slice(end);
    }
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

export const answers = answer({
  url: () => {
    const address = server.address();
    return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  },
  /** How many different messages have arrived. */
  arrived: () => arrived.size,
  /** How often each has arrived, in how many calls all of them came, and how often anybody asked for one. */
  audit: () => ({ arrived: Object.fromEntries(arrived), calls, lookUps }),
  clear: () => {
    arrived.clear();
    calls = 0;
    lookUps = 0;
  },
  timeMs: processorTimeMs,
});
