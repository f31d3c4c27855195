import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

export interface HttpAnswer {
  status: number;
  body: string;
}

/**
 * A kept-alive connection that carries one prepared request at a time. It knows just enough HTTP to find the end of an
 * answer, so that the load takes as little of the machine as possible from the service.
 */
export class HttpConnection {
  private received = '';
  private waiting: PromiseWithResolvers<HttpAnswer> | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (chunk: string) => this.take(chunk));
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => this.waiting?.reject(new Error('The service closed a connection.')));
  }

  static async open({ hostname, port }: URL): Promise<HttpConnection> {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new HttpConnection(socket);
  }

  send(request: Buffer): Promise<HttpAnswer> {
    this.waiting = Promise.withResolvers<HttpAnswer>();
    this.socket.write(request);
    return this.waiting.promise;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: string): void {
    this.received += chunk;
    const headEnd = this.received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.received)?.[1] ?? 0);
    const end = headEnd + 4 + length;
    if (this.received.length < end) return;
    const answer = {
      status: Number(this.received.slice(9, 12)),
      body: this.received.slice(headEnd + 4, end),
    };
    this.received = '';
    this.waiting?.resolve(answer);
  }
}
