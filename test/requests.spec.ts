import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { ConnectionError, TimeoutError } from '../src/contracts/errors.js';
import { Deadline } from '../src/outbound/deadline.js';
import { RequestLogInterceptor } from '../src/outbound/interceptors/request-log.interceptor.js';
import type { OutboundCall, OutboundResponse } from '../src/outbound/outbound-call.js';
import { compose, type CallHandler } from '../src/outbound/outbound-interceptor.js';
import { OutboundRequests } from '../src/outbound/request-log/outbound-requests.js';
import { RequestLog } from '../src/outbound/request-log/request-log.js';
import { Transport } from '../src/outbound/transport/transport.js';
import { runWithRequestId } from '../src/platform/context/request-context.js';
import type { OutboundRequest } from '../src/platform/database/generated/client.js';
import { platformConfig } from '../src/platform/config/platform.config.js';
import { BackgroundPrismaService, PrismaService } from '../src/platform/database/prisma.service.js';
import { createLogger } from '../src/platform/logging/logger.js';
import { SecretRedaction } from '../src/platform/logging/secret-redaction.js';
import { ReferenceRows } from '../src/platform/timeline/reference-rows.js';
import { TimelineReferences } from '../src/platform/timeline/timeline-references.js';
import { eventually } from './support/eventually.js';
import { faults, startFaultServer, type FaultServer } from './support/fault-server.js';
import { request, startTestHookline, type TestHookline } from './support/hookline.js';
import { TcpProxy } from './support/tcp-proxy.js';
import { createTestDatabase } from './support/test-database.js';

const deadlines: Deadline[] = [];
afterEach(() => {
  for (const deadline of deadlines.splice(0)) deadline.clear();
});

function call(wish: Partial<OutboundCall> & { signal?: AbortSignal } = {}): OutboundCall {
  const { signal, ...rest } = wish;
  const deadline = new Deadline(5_000, signal);
  deadlines.push(deadline);
  return {
    provider: 'acme',
    operation: 'things.get',
    endpoint: '/v1/things/:id',
    method: 'GET',
    url: new URL('http://127.0.0.1/v1/things/1'),
    headers: {},
    priority: 'interactive',
    safety: { by: 'none' },
    deadline,
    progress: { attempts: 1 },
    ...rest,
  };
}

const answer = (status: number, more: Partial<OutboundResponse> = {}): CallHandler => {
  const response = { status, headers: {}, body: Buffer.of(), ...more };
  return () => Promise.resolve(response);
};

function row(wish: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    id: uuidv7(),
    requestId: null,
    provider: 'acme',
    connectionId: null,
    operation: 'things.get',
    endpoint: '/v1/things/:id',
    method: 'GET',
    statusCode: 500,
    errorCode: null,
    error: null,
    answer: null,
    failed: true,
    attempts: 1,
    durationMs: 5,
    startedAt: new Date(),
    ...wish,
  };
}

describe('GET /v1/requests', () => {
  let hookline: TestHookline;
  let provider: FaultServer;
  let requestLog: RequestLog;
  let send: CallHandler;
  const transport = new Transport();

  beforeAll(async () => {
    hookline = await startTestHookline();
    provider = await startFaultServer({
      answer: ({ path }) => (path.startsWith('/v1/broken') ? faults.status(503) : faults.ok()),
    });
    requestLog = hookline.app.get(RequestLog, { strict: false });
    send = compose([new RequestLogInterceptor(requestLog)], transport.send);
    await runWithRequestId('req-of-the-tests', async () => {
      await send(call({ url: new URL(`${provider.url}/v1/things/1`) }));
      await send(
        call({
          url: new URL(`${provider.url}/v1/broken?api_key=planted-in-the-url`),
          operation: 'things.list',
          endpoint: '/v1/broken',
          connectionId: 'con_1',
        }),
      );
    });
    await send(call({ url: new URL('http://127.0.0.1:9/'), provider: 'globex' })).catch(() => undefined);
    await requestLog.flush();
  });
  afterAll(async () => {
    await hookline?.close();
    await provider?.close();
    await transport.close();
  });

  it('lists what became of calls, the newest first, in snake case', async () => {
    const { status, body } = await hookline.api('GET', '/v1/requests');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: [
        {
          provider: 'globex',
          status_code: null,
          failed: true,
          error: expect.stringContaining('ECONNREFUSED'),
        },
        { operation: 'things.list', status_code: 503, failed: true, connection_id: 'con_1' },
        { operation: 'things.get', status_code: 200, failed: false, error_code: null, error: null },
      ],
      next_cursor: null,
    });
    expect(body.data[1]).toEqual({
      id: expect.any(String),
      request_id: 'req-of-the-tests',
      provider: 'acme',
      connection_id: 'con_1',
      operation: 'things.list',
      endpoint: '/v1/broken',
      method: 'GET',
      status_code: 503,
      failed: true,
      error_code: null,
      error: null,
      answer: null,
      attempts: 1,
      duration_ms: expect.any(Number),
      started_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it.each([
    ['provider=globex', ['globex']],
    ['operation=things.list', ['acme']],
    ['failed=true', ['globex', 'acme']],
    ['failed=false', ['acme']],
    ['status_code=503', ['acme']],
    ['request_id=req-of-the-tests', ['acme', 'acme']],
    ['connection_id=con_1', ['acme']],
    ['since=2026-01-01T00:00:00Z', ['globex', 'acme', 'acme']],
    ['until=2026-01-01T00:00:00%2B01:00', []],
    ['provider=acme&failed=true&since=2026-01-01T00:00:00Z', ['acme']],
  ])('finds by %s', async (query, providers) => {
    const { body } = await hookline.api('GET', `/v1/requests?${query}`);
    expect(body.data.map((found: { provider: string }) => found.provider)).toEqual(providers);
  });

  it('goes through all pages by the cursor, each row once', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await hookline.api('GET', `/v1/requests?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      if (!body.next_cursor) break;
      cursor = body.next_cursor;
    }
    expect(seen).toHaveLength(3);
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
  });

  it.each([
    ['failed=maybe', 'failed'],
    ['status_code=9', 'status_code'],
    ['since=yesterday', 'since'],
    ['until=2026-01-01', 'until'],
    ['limit=1000', 'limit'],
    ['cursor=1', 'cursor'],
    ['provider=%00', 'provider'],
    ['colour=red', 'colour'],
  ])('refuses %s and names the field', async (query, field) => {
    const { status, body } = await hookline.api('GET', `/v1/requests?${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ field }] });
  });

  it('is for keys with its scope, and for no others', async () => {
    const get = (headers: Record<string, string>) =>
      request(`${hookline.url}/v1/requests`, 'GET', undefined, headers);
    const bearer = async (...scopes: Parameters<TestHookline['createKey']>) => ({
      Authorization: `Bearer ${await hookline.createKey(...scopes)}`,
    });
    expect((await get({})).status).toBe(401);
    expect((await get(await bearer('payments:read', 'webhooks:read'))).status).toBe(403);
    expect((await get(await bearer('requests:read'))).status).toBe(200);
  });
});

describe('The request log', () => {
  const lines: string[] = [];
  let proxy: TcpProxy;
  let prisma: BackgroundPrismaService;
  let requests: OutboundRequests;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const database = await createTestDatabase();
    ({ drop } = database);
    proxy = await TcpProxy.to(database.url);
    const logger = await createLogger({
      level: 'info',
      format: 'json',
      destination: { write: (line) => void lines.push(line) },
    });
    prisma = new BackgroundPrismaService(proxy.url, logger, platformConfig.read({}));
    requests = new OutboundRequests(prisma, prisma);
  });
  beforeEach(async () => {
    lines.length = 0;
    await prisma.outboundRequest.deleteMany();
  });
  afterAll(async () => {
    await prisma?.$disconnect();
    await proxy?.cut();
    await drop?.();
  });

  async function openLog(sample = 0) {
    const logger = await createLogger({
      level: 'info',
      format: 'json',
      destination: { write: (line) => void lines.push(line) },
    });
    const redaction = new SecretRedaction([]);
    const references = new TimelineReferences(new ReferenceRows(prisma), logger, redaction, {
      names: new Set(),
      retentionDays: 90,
    });
    const requestLog = new RequestLog(requests, logger, { sample }, redaction, references);
    const through = (handler: CallHandler) => compose([new RequestLogInterceptor(requestLog)], handler);
    return { requestLog, through };
  }
  const stored = () => prisma.outboundRequest.findMany({ orderBy: { id: 'asc' } });
  const logged = (event: string) => lines.filter((line) => line.includes(`"event":"${event}"`));

  it('keeps every failure, and of successes the first of each operation in a minute', async () => {
    const { requestLog, through } = await openLog(0);
    for (let n = 0; n < 50; n += 1) {
      await through(answer(200))(call());
      await through(answer(404))(call());
    }
    await through(answer(200))(call({ operation: 'things.rare' }));
    await requestLog.flush();
    const rows = await stored();
    expect(rows.filter(({ failed }) => failed)).toHaveLength(50);
    const kept = rows.filter(({ failed, operation }) => !failed && operation === 'things.get').length;
    expect(kept).toBeGreaterThanOrEqual(1);
    expect(kept).toBeLessThanOrEqual(2); // the minute may have changed meanwhile
    expect(rows.filter(({ operation }) => operation === 'things.rare')).toHaveLength(1);
  });

  it('keeps every success when told so', async () => {
    const { requestLog, through } = await openLog(1);
    for (let n = 0; n < 30; n += 1) await through(answer(200))(call());
    await requestLog.flush();
    expect(await stored()).toHaveLength(30);
  });

  it('takes a fresh answer of the cache for no request, and a stale one for one', async () => {
    const { requestLog, through } = await openLog(1);
    await through(answer(200, { fromCache: 'fresh' }))(call());
    await through(answer(200, { fromCache: 'stale' }))(call());
    await requestLog.flush();
    expect(await stored()).toHaveLength(1);
  });

  it('takes a call that its caller gave up for no failure', async () => {
    const { requestLog, through } = await openLog(1);
    const caller = new AbortController();
    const abandoned = call({ signal: caller.signal });
    caller.abort();
    const given = through(() => Promise.reject(abandoned.deadline.signal.reason as Error))(abandoned);
    await expect(given).rejects.toBe(abandoned.deadline.signal.reason);
    await requestLog.flush();
    expect(await stored()).toMatchObject([{ failed: false, errorCode: 'ABORTED' }]);
  });

  it("keeps Hookline's word for a failure, and its message short and without a secret", async () => {
    const { requestLog, through } = await openLog();
    const about = { provider: 'acme', operation: 'things.get' };
    const message = `Bearer abcdefgh12345678 \0\ud800 access_token=hunter2 ${'x'.repeat(5_000)}`;
    await through(() => Promise.reject(new TimeoutError(message, about)))(call()).catch(() => undefined);
    await requestLog.flush();
    const [found] = await stored();
    expect(found).toMatchObject({ errorCode: 'PROVIDER_TIMEOUT', failed: true, statusCode: null });
    expect(found?.error).toHaveLength(1_000);
    expect(found?.error).not.toMatch(/abcdefgh12345678|hunter2/);
  });

  it('writes by itself, many rows at a time, without being told to', async () => {
    const { through } = await openLog();
    for (let n = 0; n < 450; n += 1) await through(answer(500))(call());
    const rows = await eventually('all rows are written', async () => {
      const found = await stored();
      return found.length < 450 ? undefined : found;
    });
    expect(rows).toHaveLength(450);
  });

  it('keeps the newest failures while the database is away, and says once how many were dropped', async () => {
    const { requestLog, through } = await openLog(1);
    await proxy.cut();
    await through(answer(500))(call({ operation: 'things.first' }));
    await requestLog.flush();
    await requestLog.flush();
    for (let n = 0; n < 500; n += 1) await through(answer(200))(call());
    for (let n = 0; n < 2_100; n += 1) await through(answer(500))(call({ operation: `things.n${n}` }));
    await proxy.mend();
    await eventually('the rows are written', async () => {
      await requestLog.flush();
      return (await stored().catch(() => [])).length >= 2_000 ? true : undefined;
    });
    const operations = (await stored()).map(({ operation }) => operation);
    expect(operations).toHaveLength(2_000);
    expect(operations).toContain('things.n2099');
    expect(operations).not.toContain('things.first');
    expect(operations).not.toContain('things.get'); // the successes went first
    expect(logged('request_log_rejected')).toEqual([]);
    expect(logged('request_log_waiting')).toHaveLength(1);
    expect(logged('request_log_dropped')).toEqual([expect.stringContaining('"dropped":601')]);
  });

  it('goes on after rows that the database refuses, and says that they are lost', async () => {
    const { requestLog, through } = await openLog();
    await through(answer(500))(call({ connectionId: 'NUL \0' }));
    await requestLog.flush();
    await through(answer(500))(call());
    await requestLog.flush();
    expect(await stored()).toHaveLength(1);
    expect(logged('request_log_rejected')).toEqual([expect.stringContaining('"rows":1')]);
  });

  it('writes what is left at shutdown', async () => {
    const database = await createTestDatabase();
    const hookline = await startTestHookline({ databaseUrl: database.url });
    const requestLog = hookline.app.get(RequestLog, { strict: false });
    const failing = compose([new RequestLogInterceptor(requestLog)], () =>
      Promise.reject(new ConnectionError('gone', { provider: 'acme', operation: 'things.get' })),
    );
    await failing(call()).catch(() => undefined);
    await hookline.close();
    const again = await startTestHookline({ databaseUrl: database.url });
    const { body } = await again.api('GET', '/v1/requests');
    expect(body.data).toMatchObject([{ error_code: 'PROVIDER_UNAVAILABLE' }]);
    await again.close();
    await database.drop();
  });

  it('gives up at shutdown when the database does not answer', async () => {
    const { requestLog, through } = await openLog();
    await through(answer(500))(call());
    proxy.swallow();
    const before = performance.now();
    await requestLog.onApplicationShutdown();
    expect(performance.now() - before).toBeLessThan(3_000);
    await proxy.mend();
  });
});

describe('The table of calls', () => {
  let hookline: TestHookline;
  let requests: OutboundRequests;
  let prisma: PrismaService;

  beforeAll(async () => {
    hookline = await startTestHookline();
    requests = hookline.app.get(OutboundRequests, { strict: false });
    prisma = hookline.app.get(PrismaService, { strict: false });
  });
  afterAll(() => hookline?.close());

  it('forgets what is older than a week', async () => {
    const daysAgo = (days: number) => uuidv7({ msecs: Date.now() - days * 86_400_000 });
    const kept = row({ id: daysAgo(6.9) });
    await requests.insert([row({ id: daysAgo(7.1) }), kept, row({ id: daysAgo(30) })]);
    expect(await requests.prune()).toBe(2);
    expect(await prisma.outboundRequest.findMany({ select: { id: true } })).toEqual([{ id: kept.id }]);
    expect(await requests.prune()).toBe(0);
  });

  it('keeps the newest hundred thousand', async () => {
    await prisma.outboundRequest.deleteMany();
    await prisma.$executeRaw`
      INSERT INTO outbound_requests (id, provider, operation, endpoint, method, failed, attempts, duration_ms, started_at)
      SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n / 4096), 3, '0')
              || '8000' || lpad(to_hex(n % 4096), 12, '0'))::uuid,
             'acme', 'op-' || n, '/', 'GET', true, 1, 1, now()
      FROM generate_series(1, 100300) n`;
    expect(await requests.prune()).toBe(300);
    expect(await prisma.outboundRequest.count()).toBe(100_000);
    expect(await prisma.outboundRequest.findFirst({ orderBy: { id: 'asc' } })).toMatchObject({
      operation: 'op-301',
    });
  });
});
