import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './free-port.js';

/** A line to a server that can be cut and mended. */
export class TcpProxy {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private silent = false;

  private constructor(
    private readonly target: URL,
    private readonly port: number,
  ) {}

  /** A proxy in front of the server of a database URL. */
  static async to(databaseUrl: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(databaseUrl), await freePort()); // it is listened on again and again
    await proxy.mend();
    return proxy;
  }

  /** The database URL, through the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.href;
  }

  /** Breaks every connection and refuses new ones, as a stopped server does. */
  async cut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.close();
    for (const socket of this.sockets) socket.destroy();
    if (server) await once(server, 'close');
  }

  /** Takes connections and whatever comes over them, and never answers: as a server behind a broken network does. */
  swallow(): void {
    this.silent = true;
    for (const socket of this.sockets) socket.unpipe();
  }

  /** Lets everything through again; connections that were swallowed are broken. */
  async mend(): Promise<void> {
    if (this.silent) await this.cut();
    this.silent = false;
    if (this.server) return;
    this.server = createServer((incoming) => this.join(incoming)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private join(incoming: Socket): void {
    const outgoing = connect(Number(this.target.port || 5432), this.target.hostname);
    for (const socket of [incoming, outgoing]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        incoming.destroy();
        outgoing.destroy();
      });
    }
    if (this.silent) return;
    incoming.pipe(outgoing);
    outgoing.pipe(incoming);
  }
}
