import { getEventListeners } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import {
  faults,
  refusingUrl,
  startFaultServer,
  type Fault,
  type FaultServer,
  type FaultServerOptions,
} from '../../../test/support/fault-server.js';
import { NotConfiguredError, ValidationError } from '../../contracts/errors.js';
import { systemClock, type Clock } from '../clock.js';
import { Deadline } from '../deadline.js';
import type { AttemptTimeouts, OutboundCall } from '../outbound-call.js';
import { Transport, type TransportOptions } from './transport.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function provider(answer: FaultServerOptions['answer']): Promise<FaultServer> {
  const server = await startFaultServer({ answer });
  cleanups.push(() => server.close());
  return server;
}

function open(options: TransportOptions = {}): Transport {
  const transport = new Transport(options);
  cleanups.push(() => transport.close());
  return transport;
}

/** A POST with a deadline of 5 s, unless it is told otherwise. */
function callTo(url: string, about: Partial<OutboundCall> & { timeoutMs?: number } = {}): OutboundCall {
  const { timeoutMs = 5000, ...rest } = about;
  const deadline = new Deadline(timeoutMs);
  cleanups.push(() => deadline.clear());
  return {
    provider: 'acme',
    operation: 'payments.create',
    endpoint: '/pay',
    method: 'POST',
    url: new URL('/pay?by=card', url),
    headers: {},
    priority: 'interactive',
    safety: { by: 'none' },
    progress: { attempts: 1 },
    deadline,
    ...rest,
  };
}

const patient: AttemptTimeouts = { connectMs: 5000, headersMs: 5000, bodyMs: 5000 };

describe('the transport', () => {
  it('sends the request as it is and gives the whole answer back, whatever its status', async () => {
    const acme = await provider(() => faults.status(404, { 'request-id': 'req_1' }, { error: 'no' }));
    const headers = { 'content-type': 'text/plain', 'x-trace': '1' };
    const answer = await open().send(callTo(acme.url, { headers, body: 'amount=1' }));
    expect(answer).toMatchObject({ status: 404, headers: { 'request-id': 'req_1' } });
    expect(answer.body.toString()).toBe('{"error":"no"}');
    expect(acme.requests).toMatchObject([{ method: 'POST', path: '/pay?by=card', headers }]);
    expect(acme.requests[0]?.body.toString()).toBe('amount=1');
  });

  it('joins what an answer repeats, also when it comes after an early hint', async () => {
    const raw = await rawServer(
      'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nvary: a\r\nvary: b\r\ncontent-length: 0\r\n\r\n',
    );
    const { status, headers } = await open().send(callTo(raw.url));
    expect({ status, headers }).toEqual({ status: 200, headers: { vary: 'a, b', 'content-length': '0' } });
  });

  it('gives up whoever sends hints without end', async () => {
    const raw = await rawServer('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(21));
    await expect(open().send(callTo(raw.url))).rejects.toMatchObject({
      fault: 'no_answer',
      reason: 'protocol',
      message: 'too many interim responses (1xx)',
    });
  });

  it('keeps its connection for the next call', async () => {
    const acme = await provider(() => faults.ok());
    const transport = open();
    for (let calls = 0; calls < 20; calls += 1) await transport.send(callTo(acme.url));
    expect(acme.openSockets()).toBeLessThanOrEqual(2); // a connection rests for one turn of the event loop
  });

  it('takes a new connection when the provider has closed the idle one', async () => {
    const acme = await provider(() => faults.ok());
    const transport = open();
    for (let calls = 0; calls < 20; calls += 1) {
      await transport.send(callTo(acme.url));
      acme.closeIdleSockets(); // its FIN may or may not have come before the next call is written
    }
    expect(acme.requests).toHaveLength(20);
  });

  it('opens as many connections as there are calls at once', async () => {
    const acme = await provider(() => faults.slow(100, faults.ok()));
    const transport = open();
    await Promise.all(Array.from({ length: 100 }, () => transport.send(callTo(acme.url))));
    expect(acme.openSockets()).toBe(100);
  });

  it('closes its connections', async () => {
    const acme = await provider(() => faults.ok());
    const transport = new Transport();
    await transport.send(callTo(acme.url));
    await transport.close();
    await noSockets(acme);
    await expect(transport.send(callTo(acme.url))).rejects.toMatchObject({ fault: 'not_sent' });
  });

  it('does not go out unencrypted, but to this machine itself', async () => {
    const transport = open();
    await expect(transport.send(callTo('http://198.51.100.7'))).rejects.toThrow(NotConfiguredError);
    const untrusted = callTo('http://198.51.100.7', { untrusted: true });
    await expect(transport.send(untrusted)).rejects.toThrow(ValidationError);
  });

  it('refuses what is no HTTP request', async () => {
    const acme = await provider(() => faults.ok());
    const call = callTo(acme.url, { headers: { 'x-name': 'a\r\nx-evil: 1' } });
    await expect(open().send(call)).rejects.toThrow(ValidationError);
    expect(acme.requests).toHaveLength(0);
  });
});

describe('a failure', () => {
  it.each<[string, () => Promise<string>, object]>([
    ['a refused connection', refusingUrl, { fault: 'not_sent', reason: 'refused' }],
    ['an unknown name', async () => 'https://provider.invalid', { fault: 'not_sent', reason: 'dns' }],
    ['TLS that is none', async () => await https(faults.ok()), { fault: 'not_sent', reason: 'tls' }],
    ['a reset', () => http(faults.resetBefore()), { fault: 'no_answer', reason: 'reset' }],
    ['a reset in a success', () => http(faults.resetMidBody()), { fault: 'unreadable', reason: 'reset' }],
    [
      'a reset in a failure',
      () => http({ ...faults.resetMidBody(), status: 500 } as Fault),
      { fault: 'no_answer', reason: 'reset' },
    ],
    [
      'what is not HTTP',
      async () => (await rawServer('SSH-2.0-x\r\n')).url,
      { fault: 'no_answer', reason: 'protocol' },
    ],
    [
      'headers without an end',
      async () => (await rawServer(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(99_999)}`)).url,
      { fault: 'no_answer', reason: 'too_large' },
    ],
  ])('tells what happened: %s', async (_name, url, expected) => {
    await expect(open().send(callTo(await url()))).rejects.toMatchObject({
      name: 'TransportFailure',
      ...expected,
    });
  });

  it.each<[string, Fault, object]>([
    ['an endless body', faults.endless(), { fault: 'unreadable', reason: 'too_large' }],
    ['a body above the limit', faults.ok('x'.repeat(1025)), { fault: 'unreadable', reason: 'too_large' }],
    [
      'such a body of a refusal',
      faults.status(400, {}, 'x'.repeat(1025)),
      { fault: 'no_answer', reason: 'too_large' },
    ],
  ])('is %s, which ends the socket', async (_name, fault, expected) => {
    const acme = await provider(() => fault);
    const outcome = open({ maxResponseBytes: 1024 }).send(callTo(acme.url));
    await expect(outcome).rejects.toMatchObject({
      ...expected,
      message: 'the answer is larger than 1024 bytes',
    });
    await noSockets(acme);
  });

  it('is not a body that just fits', async () => {
    const acme = await provider(() => faults.ok('x'.repeat(1024)));
    const { body } = await open({ maxResponseBytes: 1024 }).send(callTo(acme.url));
    expect(body).toHaveLength(1024);
  });
});

describe('time', () => {
  it.each<[string, Fault, string]>([
    ['a hang', faults.hang(), 'no_answer'],
    ['a stalled body', faults.hangMidBody(), 'unreadable'],
    ['a dripping body', faults.drip(50), 'unreadable'],
    ['an endless body', faults.endless(), 'unreadable'],
  ])('ends %s at the deadline, its socket and its timers, too', async (_name, fault, expected) => {
    const acme = await provider(() => fault);
    const clock = new CountingClock();
    const transport = open({ maxResponseBytes: Infinity, clock });
    const startedAt = performance.now();
    const outcome = transport.send(callTo(acme.url, { timeoutMs: 300, timeouts: patient }));
    await expect(outcome).rejects.toMatchObject({ fault: expected, reason: 'deadline' });
    // Without the deadline it would never end; how exact it is, is for the bench to say.
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    await noSockets(acme);
    expect(clock.waiting).toBe(0);
  });

  it.each<[string, Fault, Partial<AttemptTimeouts>, object]>([
    ['headers', faults.hang(), { headersMs: 100 }, { fault: 'no_answer', reason: 'headers_timeout' }],
    [
      'the rest of a body',
      faults.hangMidBody(),
      { bodyMs: 100 },
      { fault: 'unreadable', reason: 'body_timeout' },
    ],
  ])('for %s has a limit of its own', async (_name, fault, limit, expected) => {
    const acme = await provider(() => fault);
    // Its reason tells which limit it met. The deadline is far: a machine may stand still for seconds.
    const call = callTo(acme.url, { timeoutMs: 50_000, timeouts: { ...patient, ...limit } });
    await expect(open().send(call)).rejects.toMatchObject(expected);
    await noSockets(acme);
  });

  it('for a body counts from its last piece', async () => {
    const acme = await provider(() => faults.drip(100)); // 11 bytes
    const answer = await open().send(callTo(acme.url, { timeouts: { ...patient, bodyMs: 800 } }));
    expect(answer.body.toString()).toBe('{"ok":true}');
  });

  it('for a connection has a limit of its own, TLS included, before which nothing is sent', async () => {
    const silent = await rawServer('');
    const url = silent.url.replace('http:', 'https:');
    const outcome = open({ connectTimeoutMs: 100 }).send(
      callTo(url, { timeouts: { ...patient, connectMs: 100 } }),
    );
    await expect(outcome).rejects.toMatchObject({ fault: 'not_sent', reason: 'connect_timeout' });
    await eventually('no socket', () => silent.openSockets() === 0 || undefined);
  });

  it('that is over sends nothing', async () => {
    const acme = await provider(() => faults.ok());
    const deadline = new Deadline(5000, AbortSignal.abort(new Error('changed my mind')));
    const outcome = open().send(callTo(acme.url, { deadline }));
    await expect(outcome).rejects.toMatchObject({ fault: 'not_sent', reason: 'aborted' });
    expect(acme.requests).toHaveLength(0);
  });

  it('ends when the caller gives up', async () => {
    const acme = await provider(() => faults.hang());
    const caller = new AbortController();
    const deadline = new Deadline(5000, caller.signal);
    cleanups.push(() => deadline.clear());
    const outcome = open().send(callTo(acme.url, { deadline }));
    void eventually('the request', () => acme.requests[0]).then(() => caller.abort('enough'));
    await expect(outcome).rejects.toMatchObject({ fault: 'no_answer', reason: 'aborted', cause: 'enough' });
    await noSockets(acme);
  });

  it('leaves no timer and no listener behind when all goes well', async () => {
    const acme = await provider(() => faults.ok());
    const clock = new CountingClock();
    const call = callTo(acme.url, { timeouts: patient });
    await open({ clock }).send(call);
    expect(clock.waiting).toBe(0);
    expect(getEventListeners(call.deadline.signal, 'abort')).toHaveLength(0);
  });
});

/** The real time, and how many timers are waiting in it. */
class CountingClock implements Clock {
  waiting = 0;
  readonly nowMs = systemClock.nowMs;
  readonly dateMs = systemClock.dateMs;
  readonly sleep = systemClock.sleep;

  readonly after = (ms: number, work: () => void): (() => void) => {
    let over = false;
    const end = () => {
      if (!over) this.waiting -= 1;
      over = true;
    };
    this.waiting += 1;
    const callOff = systemClock.after(ms, () => {
      end();
      work();
    });
    return () => {
      end();
      callOff();
    };
  };
}

const http = async (fault: Fault) => (await provider(() => fault)).url;
const https = async (fault: Fault) => (await http(fault)).replace('http:', 'https:');

async function noSockets(server: FaultServer): Promise<void> {
  await eventually('no open socket', () => server.openSockets() === 0 || undefined);
}

/** A server that answers the first bytes of every connection with `text`. */
async function rawServer(text: string) {
  let sockets = 0;
  const server: Server = createServer((socket) => {
    sockets += 1;
    socket.on('error', () => undefined).on('close', () => (sockets -= 1));
    socket.on('data', () => text && socket.write(text));
    cleanups.push(() => socket.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  cleanups.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, openSockets: () => sockets };
}
