import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from './fault-server.js';

const event = z.looseObject({
  id: z.string(),
  type: z.string(),
  timestamp: z.string(),
  subject: z.string().optional(),
  api_version: z.string().optional(),
  data: z.unknown().optional(),
});

/** A POST that came to a {@link Hook}. */
export interface ReceivedDelivery extends ReceivedRequest {
  /** The body as text: the very bytes that were signed. */
  readonly text: string;
  readonly event: z.output<typeof event>;
}

/** What a hook does with what comes: a fault of `faults`, or one that depends on the delivery. */
export type Reaction = Fault | ((delivery: ReceivedDelivery) => Fault);

/** Answers a ping with its challenge, as the owner of an endpoint does. */
export const echo: Reaction = ({ event: { data } }) => {
  const { challenge } = z.object({ challenge: z.string() }).parse(data);
  return faults.ok({ challenge });
};

/** One address of a {@link Receiver}. */
export class Hook {
  /** The product's events, in the order in which they came. */
  readonly events: ReceivedDelivery[] = [];
  readonly pings: ReceivedDelivery[] = [];
  /** What it answers to pings. */
  onPing: Reaction = faults.ok();

  /** @param script what it does with one event after the other, the last for ever */
  constructor(
    readonly url: string,
    private script: readonly Reaction[],
  ) {}

  /** From now on it does this, the last for ever. */
  react(...script: Reaction[]): void {
    this.script = script;
  }

  /** Takes what came; says what is to be done with it. */
  take(request: ReceivedRequest): Fault {
    const text = request.body.toString();
    const delivery = { ...request, text, event: event.parse(JSON.parse(text)) };
    if (delivery.event.type === 'hookline.ping') {
      this.pings.push(delivery);
      return reactTo(delivery, this.onPing);
    }
    this.events.push(delivery);
    const [next = faults.ok(), ...rest] = this.script;
    if (rest.length > 0) this.script = rest;
    return reactTo(delivery, next);
  }
}

function reactTo(delivery: ReceivedDelivery, reaction: Reaction): Fault {
  return typeof reaction === 'function' ? reaction(delivery) : reaction;
}

/** The product's customers on a real socket: as many addresses as a test wants, each with a script of its own. */
export class Receiver {
  private constructor(
    private readonly server: FaultServer,
    private readonly hooks: Map<string, Hook>,
  ) {}

  static async start(): Promise<Receiver> {
    const hooks = new Map<string, Hook>();
    const server = await startFaultServer({
      answer: (request) => hooks.get(request.path)?.take(request) ?? faults.status(404),
    });
    return new Receiver(server, hooks);
  }

  /** A new address. @param script what it does with one event after the other, the last for ever. @default takes them */
  hook(...script: Reaction[]): Hook {
    const path = `/hooks/${this.hooks.size + 1}`;
    const hook = new Hook(`${this.server.url}${path}`, script);
    this.hooks.set(path, hook);
    return hook;
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

/** Something that takes connections and says to each what it is told to, which need not be HTTP; then it hangs up. */
export class Babbler {
  private connections = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  /** @param host the address it listens at. @default 127.0.0.1 */
  static async start(words: string, host = '127.0.0.1'): Promise<Babbler> {
    const server = createServer();
    const babbler = new Babbler(server);
    server.on('connection', (socket) => babbler.babble(socket, words));
    await new Promise<void>((listening) => server.listen(0, host, listening));
    return babbler;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** How many connections were made. */
  get visits(): number {
    return this.connections;
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((closed) => this.server.close(() => closed()));
  }

  private babble(socket: Socket, words: string): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    socket.once('data', () => socket.end(words));
  }
}
