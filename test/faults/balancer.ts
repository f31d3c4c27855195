import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { request } from 'undici';

/** How often a server is asked whether it is ready, in ms: what Kubernetes does every few seconds. */
const PROBE_EVERY_MS = 250;

/** Hands new connections to the servers that are ready, in turn, as a Service of Kubernetes does; those that stand stay. */
export class Balancer {
  private readonly ready = new Set<string>();
  private readonly sockets = new Set<Socket>();
  private next = 0;
  /** Connections that a server which it took for ready did not accept. */
  refused = 0;
  private readonly probing: NodeJS.Timeout;

  private constructor(
    private targets: readonly string[],
    private readonly server: Server,
  ) {
    this.probing = setInterval(() => void this.probe(), PROBE_EVERY_MS);
  }

  /** @param targets addresses of servers; resolves when all of them are ready */
  static async start(targets: readonly string[]): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(targets, server);
    server.on('connection', (socket: Socket) => balancer.join(socket));
    server.listen(0, '127.0.0.1', 4_096);
    await once(server, 'listening');
    await balancer.probe();
    if (balancer.ready.size < targets.length)
      throw new Error('Not every server behind the balancer is ready.');
    return balancer;
  }

  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  /** Which servers it knows from now on; resolves when those that are ready among them get connections, and no others. */
  async turnTo(targets: readonly string[]): Promise<void> {
    this.targets = targets;
    await this.probe();
  }

  /** Whether it hands connections to a server. */
  serves(target: string): boolean {
    return this.ready.has(target);
  }

  close(): void {
    clearInterval(this.probing);
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private async probe(): Promise<void> {
    await Promise.all(
      this.targets.map(async (target) => {
        if (await isReady(target)) this.ready.add(target);
        else this.ready.delete(target);
      }),
    );
  }

  private join(incoming: Socket): void {
    const ready = this.targets.filter((target) => this.ready.has(target));
    this.next += 1;
    const target = ready[this.next % ready.length];
    if (target === undefined) {
      incoming.destroy();
      return;
    }
    const { hostname, port } = new URL(target);
    const outgoing = connect(Number(port), hostname);
    const refused = () => (this.refused += 1);
    outgoing.once('error', refused).once('connect', () => outgoing.off('error', refused));
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      this.sockets.add(socket);
      socket.setNoDelay();
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.end();
      });
    }
    incoming.pipe(outgoing);
    outgoing.pipe(incoming);
  }
}

async function isReady(target: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${target}/health/ready`, { reset: true });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false; // nobody listens
  }
}
