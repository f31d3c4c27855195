import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { answer, processorTimeMs } from '../answers.js';
import { paymentIntent } from './payment-intent.js';

/**
 * A provider on the loopback address that answers at once. It reads just enough HTTP to know where a request ends, so
 * that it is not what is measured.
 */
const THING = prepare(JSON.stringify({ id: 'thing_1', name: 'Order-4711', status: 'done', amount: 1099 }));
const PAYMENT = prepare(JSON.stringify(paymentIntent));

let taken = 0;

function prepare(body: string): Buffer {
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Request-Id: req_bench',
    'Connection: keep-alive',
    'Keep-Alive: timeout=60',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const server = createServer((socket: Socket) => {
  let received = '';
  socket.setNoDelay(true).setEncoding('latin1');
  socket.on('error', () => {}); // a caller that ended
  socket.on('data', (chunk: string) => {
    received += chunk;
    for (;;) {
      const headEnd = received.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, headEnd))?.[1] ?? 0);
      if (received.length < headEnd + 4 + length) return;
      socket.write(/^\w+ \/v1\/payment_intents/.test(received) ? PAYMENT : THING);
      received = received.slice(headEnd + 4 + length);
      taken += 1;
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
  /** Requests since it was last asked. */
  taken: () => {
    const counted = taken;
    taken = 0;
    return counted;
  },
  timeMs: processorTimeMs,
});
