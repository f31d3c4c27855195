import { connect } from 'node:net';

export interface SlowEnd {
  /** Everything that the service said. */
  answer: string;
  /** How long it stood it, in ms. */
  ms: number;
}

/**
 * Sends the beginning of a request and then a byte now and then, and goes on when it is told to stop. Resolves when the
 * service has closed the connection altogether.
 */
export function sendSlowly(url: string, beginning: string): Promise<SlowEnd> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const startedMs = performance.now();
    let answer = '';
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.write(beginning);
    const drip = setInterval(() => socket.write('x'), 500);
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => socket.destroy()); // how it notices that nobody is there any more
    socket.on('close', () => {
      clearInterval(drip);
      resolve({ answer, ms: performance.now() - startedMs });
    });
  });
}
