import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

type Headers = Readonly<Record<string, string>>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What the provider does with a request. `acts`: it carries the operation out before that. */
export type Fault = { readonly acts: boolean; readonly delayMs?: number } & (
  | ({ readonly kind: 'answer' } & Answer)
  /** Breaks the connection without a byte of an answer. */
  | { readonly kind: 'reset' }
  /** Says nothing at all. */
  | { readonly kind: 'hang' }
  /** Announces the whole answer, sends its head and the first half of its body, and then resets or hangs. */
  | ({ readonly kind: 'half'; readonly ending: 'reset' | 'hang' } & Answer)
  /** Sends the body byte by byte. */
  | ({ readonly kind: 'drip'; readonly everyMs: number } & Answer)
  /** Sends its body again and again for ever. */
  | ({ readonly kind: 'endless' } & Answer)
);

const JSON_TYPE: Headers = { 'content-type': 'application/json' };
const OK: Answer = { status: 200, headers: JSON_TYPE, body: Buffer.from('{"ok":true}') };

/** Every fault by its name. Only successes act, but for those that {@link faults.acted} wraps. */
export const faults = {
  /** 200, with `body` as JSON. A string or a buffer is sent as it is. */
  ok: (body: unknown = { ok: true }, headers: Headers = {}): Fault => faults.status(200, headers, body),
  /** Any answer. Below 400 it acts. */
  status: (status: number, headers: Headers = {}, body: unknown = { status }): Fault => ({
    kind: 'answer',
    acts: status < 400,
    status,
    headers: { ...JSON_TYPE, ...headers },
    body: toBuffer(body),
  }),
  /** 429; `retryAfter` in seconds, or an HTTP date, or anything else that providers write there. */
  tooMany: (retryAfter?: number | string): Fault =>
    faults.status(429, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  /** Breaks the connection, nothing done. */
  resetBefore: (): Fault => ({ kind: 'reset', acts: false }),
  /** Does the work and breaks the connection: the answer is lost. */
  resetAfter: (): Fault => ({ kind: 'reset', acts: true }),
  /** Does the work and breaks the connection in the middle of the answer. */
  resetMidBody: (): Fault => ({ ...OK, kind: 'half', ending: 'reset', acts: true }),
  /** Says nothing, nothing done. */
  hang: (): Fault => ({ kind: 'hang', acts: false }),
  /** Does the work and stops in the middle of the answer. */
  hangMidBody: (): Fault => ({ ...OK, kind: 'half', ending: 'hang', acts: true }),
  /** Does the work and answers one byte at a time. */
  drip: (everyMs = 1000): Fault => ({ ...OK, kind: 'drip', everyMs, acts: true }),
  /** Does the work, and its answer never ends. */
  endless: (): Fault => ({ ...OK, kind: 'endless', body: Buffer.alloc(64 * 1024, ' '), acts: true }),
  /** A success that is a web page. */
  wrongContentType: (): Fault => faults.ok('<html>Welcome</html>', { 'content-type': 'text/html' }),
  /** A success whose JSON stops half-way, by its length a whole answer. */
  truncatedJson: (): Fault => faults.ok('{"ok":tr'),
  /** A success of `bytes` zeros in a thousandth of that. */
  gzipBomb: (bytes = 64 * 1024 * 1024): Fault =>
    faults.ok(gzipSync(Buffer.alloc(bytes)), { 'content-encoding': 'gzip' }),
  /** A success whose gzip stops half-way. */
  truncatedGzip: (): Fault => {
    const whole = gzipSync(OK.body);
    return faults.ok(whole.subarray(0, whole.length / 2), { 'content-encoding': 'gzip' });
  },
  /** Sends the caller elsewhere: a path (`/loop` that redirects to `/loop` is a loop) or a whole URL. */
  redirect: (location: string, status = 302): Fault => ({
    ...faults.status(status, { location }),
    acts: false,
  }),
  /** The same fault, the work done before it. */
  acted: (fault: Fault): Fault => ({ ...fault, acts: true }),
  /** The same fault, `ms` later. */
  slow: (ms: number, fault: Fault): Fault => ({ ...fault, delayMs: ms }),
};

/** A request as it came. */
export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came over the wire, not decompressed. */
  readonly body: Buffer;
  /** When its last byte came, in ms of `performance.now()`. */
  readonly at: number;
  /** Its idempotency key. */
  readonly key: string | undefined;
}

export interface FaultServerOptions {
  /**
   * Decides on each request. `attempt` counts from 1 the requests of the same idempotency key or, without a key, of
   * the same method and path.
   */
  readonly answer: (request: ReceivedRequest, attempt: number) => Fault;
  /** The header that carries the idempotency key, in lower case. @default idempotency-key */
  readonly keyHeader?: string;
}

/** A provider on a real socket that fails as it is told and remembers what came. */
export interface FaultServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** All that came, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** The distinct idempotency keys of all that came. */
  readonly keys: ReadonlySet<string>;
  /** How many operations were carried out: one for each key, and one for each request without a key. */
  readonly operations: number;
  openSockets(): number;
  /** Closes the sockets on which nothing is under way, as a provider does with idle ones. */
  closeIdleSockets(): void;
  /** Resolves when no socket is open any more, what hangs included. */
  close(): Promise<void>;
}

/** Starts a provider that answers `ok` until it is told otherwise. */
export async function startFaultServer({
  answer,
  keyHeader = 'idempotency-key',
}: Partial<FaultServerOptions> = {}): Promise<FaultServer> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const attempts = new Map<string, number>();
  const keys = new Set<string>();
  const actedKeys = new Set<string>();
  let actedWithoutKey = 0;

  const server = createServer((incoming, response) => {
    void receive(incoming, response).catch(() => incoming.destroy()); // the caller went away
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });

  async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming, keyHeader);
    requests.push(request);
    if (request.key !== undefined) keys.add(request.key);
    const identity = request.key ?? `${request.method} ${request.path}`;
    const attempt = (attempts.get(identity) ?? 0) + 1;
    attempts.set(identity, attempt);
    const fault = answer?.(request, attempt) ?? faults.ok();
    if (fault.delayMs) await sleep(fault.delayMs, undefined, { ref: false });
    if (fault.acts && request.key === undefined) actedWithoutKey += 1;
    if (fault.acts && request.key !== undefined) actedKeys.add(request.key);
    await act(fault, incoming, response);
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    keys,
    get operations() {
      return actedKeys.size + actedWithoutKey;
    },
    openSockets: () => sockets.size,
    closeIdleSockets: () => server.closeIdleConnections(),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** The URL of a port on which nobody listens: every connection to it is refused. */
export async function refusingUrl(): Promise<string> {
  const server = await startFaultServer();
  await server.close();
  return server.url;
}

async function read(incoming: IncomingMessage, keyHeader: string): Promise<ReceivedRequest> {
  const body = await buffer(incoming);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const { method = '', url: path = '' } = incoming;
  return { method, path, headers, body, at: performance.now(), key: headers[keyHeader] };
}

async function act(fault: Fault, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (fault.kind) {
    case 'hang':
      return;
    case 'reset':
      incoming.socket.resetAndDestroy();
      return;
    case 'answer':
      response.writeHead(fault.status, { 'content-length': fault.body.length, ...fault.headers });
      response.end(fault.body);
      return;
    case 'half': {
      response.writeHead(fault.status, { 'content-length': fault.body.length, ...fault.headers });
      const half = fault.body.subarray(0, fault.body.length / 2);
      response.write(half, () => fault.ending === 'reset' && incoming.socket.resetAndDestroy());
      return;
    }
    case 'drip':
      response.writeHead(fault.status, { 'content-length': fault.body.length, ...fault.headers });
      for (const byte of fault.body) {
        response.write(Buffer.of(byte));
        await sleep(fault.everyMs, undefined, { ref: false });
        if (response.destroyed) return;
      }
      response.end();
      return;
    case 'endless':
      response.writeHead(fault.status, fault.headers);
      while (!response.destroyed) {
        const taken = response.write(fault.body);
        await (taken ? sleep(0) : drainedOrGone(response));
      }
  }
}

function drainedOrGone(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function toBuffer(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
