import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ApiModule } from '../../src/apis/api.module.js';
import { defineApi } from '../../src/apis/define-api.js';
import { get } from '../../src/apis/rest/methods.js';
import { ResponseFormatError } from '../../src/contracts/errors.js';
import type { Deprecation, Drift } from '../../src/outbound/notices/api-notice.js';
import { ApiNoticeMetrics } from '../../src/outbound/notices/api-notice-metrics.js';
import { ApiNoticeRecords, OTHER_PATHS } from '../../src/outbound/notices/api-notice-records.js';
import { ApiNotices } from '../../src/outbound/notices/api-notices.js';
import { MAX_NOTICES } from '../../src/outbound/notices/told-notices.js';
import { RequestLog } from '../../src/outbound/request-log/request-log.js';
import { AuditLog } from '../../src/platform/audit/audit-log.js';
import { platformConfig } from '../../src/platform/config/platform.config.js';
import { BackgroundPrismaService } from '../../src/platform/database/prisma.service.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { MetricsService } from '../../src/platform/metrics/metrics.service.js';
import { faults, startFaultServer, type Fault, type FaultServer } from '../support/fault-server.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const SOON = new Date('2033-06-01T00:00:00Z');
const LATER = new Date('2033-09-01T00:00:00Z');

class Acme extends defineApi({
  name: 'acme',
  operations: { users: { get: get('/users/:id', { answer: z.object({ id: z.string() }) }) } },
}) {}

describe('An API that changes', () => {
  let server: FaultServer;
  let hookline: TestHookline;
  let answer: () => Fault;

  beforeAll(async () => {
    server = await startFaultServer({ answer: () => answer() });
    hookline = await startTestHookline({
      imports: [ApiModule.for(Acme)],
      environment: { ACME_API_BASE_URL: server.url },
    });
  });
  afterAll(async () => {
    await hookline?.close();
    await server?.close();
  });

  const getUser = () => hookline.app.get(Acme, { strict: false }).users.get({ id: 'u1' });
  const written = () => hookline.app.get(ApiNotices, { strict: false }).flush();
  const notices = async (query = '') =>
    (await hookline.api('GET', `/v1/api-notices${query}`)).body as {
      data: { id: string; path: string }[];
      next_cursor: string | null;
    };

  it('with an answer that is not what its schema promises leaves it in the request log, redacted', async () => {
    answer = () => faults.ok({ id: 7, name: 'Ada', api_key: 'hunter2', note: 'Bearer abcdefgh12345678' });
    const refused: unknown = await getUser().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ResponseFormatError);
    expect(String(refused)).toContain('see id');
    await hookline.app.get(RequestLog, { strict: false }).flush();
    const { body } = await hookline.api('GET', '/v1/requests?provider=acme');
    expect(body.data).toMatchObject([
      {
        operation: 'users.get',
        status_code: 200,
        failed: true,
        error_code: 'PROVIDER_RESPONSE_INVALID',
        answer: '{"id":7,"name":"Ada","api_key":"[redacted]","note":"[redacted]"}',
      },
    ]);
    // What it had that no schema knows was noticed as well.
    await written();
    expect((await notices('?kind=unknown_field')).data.map(({ path }) => path).toSorted()).toEqual([
      'api_key',
      'name',
      'note',
    ]);
  });

  it('is noticed once, however often it answers, and shown with a redacted sample', async () => {
    answer = () => faults.ok({ id: 'u1', plan: 'gold', client_secret: 'hunter2' });
    for (let n = 0; n < 5; n += 1) await getUser();
    await written();
    const { data } = await notices('?provider=acme&kind=unknown_field&limit=2');
    expect(data).toEqual([
      expect.objectContaining({ path: 'client_secret', sample: '[redacted]' }),
      {
        id: expect.any(String),
        provider: 'acme',
        operation: 'users.get',
        kind: 'unknown_field',
        path: 'plan',
        sample: '"gold"',
        link: null,
        deprecated_at: null,
        sunset_at: null,
        seen_at: expect.stringMatching(/^\d{4}-.*Z$/),
        dismissed_at: null,
      },
    ]);
    const { body: metrics } = await request(`${hookline.url}/metrics`, 'GET');
    expect(metrics).toContain('api_drift_total{provider="acme",kind="unknown_field"} 5');
  });

  it('and says that an endpoint is to go is noticed once, whatever the status', async () => {
    const headers = {
      deprecation: '@1688169599',
      sunset: SOON.toUTCString(),
      link: '</changes>; rel="deprecation"',
    };
    answer = () => faults.ok({ id: 'u1' }, headers);
    await getUser();
    answer = () => faults.status(404, headers);
    await expect(getUser()).rejects.toThrow('refused users.get');
    await written();
    expect((await notices('?kind=deprecated')).data).toEqual([
      expect.objectContaining({
        operation: 'users.get',
        path: '/users/:id',
        sample: null,
        link: `${server.url}/changes`,
        deprecated_at: '2023-06-30T23:59:59.000Z',
        sunset_at: SOON.toISOString(),
      }),
    ]);
  });

  it('has notices page by page, each once', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await notices(`?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toHaveLength(6);
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
  });

  it('has notices that an admin sets aside, for good; the audit log knows who', async () => {
    const [notice] = (await notices('?kind=deprecated')).data;
    const path = `/v1/api-notices/${notice?.id}/dismiss`;
    const reader = { Authorization: `Bearer ${await hookline.createKey('requests:read')}` };
    expect((await hookline.api('GET', '/v1/api-notices', undefined, reader)).status).toBe(200);
    expect((await hookline.api('POST', path, undefined, reader)).status).toBe(403);
    const dismissed = await hookline.api('POST', path);
    expect(dismissed).toMatchObject({ status: 200, body: { dismissed_at: expect.any(String) } });
    expect(await hookline.api('POST', path)).toMatchObject({ status: 200, body: dismissed.body });
    expect((await notices('?dismissed=true')).data).toHaveLength(1);
    expect((await notices('?dismissed=false&kind=deprecated')).data).toEqual([]);
    expect(await hookline.app.get(AuditLog, { strict: false }).list({}, 10)).toMatchObject([
      {
        action: 'api_notice.dismissed',
        actor: 'test',
        target: `api_notice:${notice?.id}`,
        details: { provider: 'acme', operation: 'users.get', kind: 'deprecated', path: '/users/:id' },
      },
    ]);
    expect((await hookline.api('POST', `/v1/api-notices/${uuidv7()}/dismiss`)).status).toBe(404);
    expect((await hookline.api('POST', '/v1/api-notices/1/dismiss')).status).toBe(400);
  });

  it.each([
    ['?kind=news', 'kind'],
    ['?dismissed=perhaps', 'dismissed'],
    ['?provider=%00', 'provider'],
    ['?limit=1000', 'limit'],
    ['?cursor=1', 'cursor'],
    ['?colour=red', 'colour'],
  ])('refuses %s and names the field', async (query, field) => {
    const { status, body } = await hookline.api('GET', `/v1/api-notices${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ field }] });
  });
});

describe('Several processes', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let prisma: BackgroundPrismaService;
  const lines: Record<string, unknown>[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.to(database.url);
    prisma = new BackgroundPrismaService(proxy.url, await logger(), platformConfig.read({}));
  });
  beforeEach(async () => {
    await prisma.apiNotice.deleteMany();
    lines.length = 0;
  });
  afterAll(async () => {
    await prisma?.$disconnect();
    await proxy?.cut();
    await database?.drop();
  });

  const logger = () =>
    createLogger({
      level: 'info',
      format: 'json',
      destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
    });

  /** The notices of a process of its own. */
  async function openProcess() {
    const metrics = new MetricsService();
    const records = new ApiNoticeRecords(prisma, prisma, new AuditLog(prisma));
    const notices = new ApiNotices(records, new ApiNoticeMetrics(metrics), await logger());
    return {
      notices,
      records,
      counted: async (metric: string) =>
        ((await metrics.registry.getSingleMetric(metric)?.get())?.values ?? []).reduce(
          (sum, { value }) => sum + value,
          0,
        ),
    };
  }

  const rows = () => prisma.apiNotice.findMany({ orderBy: { id: 'asc' } });
  const logged = (event: string) => lines.filter((line) => line['event'] === event);
  const field = (path: string, sample = '"gold"'): Drift => ({ kind: 'unknown_field', path, sample });
  const ending = (sunsetAt: Date | undefined): Deprecation => ({
    deprecatedAt: undefined,
    sunsetAt,
    link: 'https://acme.com/changes',
  });

  it('report the same thing once together: one row, one line, one count', async () => {
    const processes = [await openProcess(), await openProcess(), await openProcess()];
    for (const { notices } of processes) {
      for (let n = 0; n < 3; n += 1) {
        notices.drifted('acme', 'users.get', [field('plan'), { ...field('plan'), kind: 'unknown_value' }]);
        notices.deprecated('acme', 'users.get', '/users/:id', ending(SOON));
      }
    }
    await Promise.all(processes.map(({ notices }) => notices.flush()));
    expect(await rows()).toHaveLength(3);
    expect(logged('api_drift')).toHaveLength(2);
    expect(logged('api_drift')).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        provider: 'acme',
        operation: 'users.get',
        kind: 'unknown_field',
        path: 'plan',
        sample: '"gold"',
      }),
    );
    expect(logged('api_deprecated')).toMatchObject([
      { level: 'warn', provider: 'acme', endpoint: '/users/:id', sunset_at: SOON.toISOString() },
    ]);
    let drift = 0;
    let deprecations = 0;
    for (const { counted } of processes) {
      drift += await counted('api_drift_total');
      deprecations += await counted('api_deprecations_total');
    }
    expect([drift, deprecations]).toEqual([2, 1]);
  });

  it('report a moved end again, and show it again if it comes sooner', async () => {
    const { notices, records } = await openProcess();
    const told = async (sunsetAt: Date | undefined) => {
      notices.deprecated('acme', 'users.get', '/users/:id', ending(sunsetAt));
      await notices.flush();
      const [row] = await rows();
      return [row?.sunsetAt, row?.dismissedAt !== null, logged('api_deprecated').length];
    };
    expect(await told(undefined)).toEqual([null, false, 1]);
    expect(await told(SOON)).toEqual([SOON, false, 2]);
    const [row] = await rows();
    await records.dismiss(row?.id ?? '', { kind: 'system', name: 'test' });
    expect(await told(LATER)).toEqual([LATER, true, 3]);
    expect(await told(undefined)).toEqual([LATER, true, 3]);
    const sooner = new Date('2033-01-01T00:00:00Z');
    expect(await told(sooner)).toEqual([sooner, false, 4]);
    expect(await told(new Date(sooner.getTime() + 60_000))).toEqual([sooner, false, 4]);
    expect(await rows()).toHaveLength(1);
  });

  it('keep a hundred notices of an operation, and count all others as one, after a restart, too', async () => {
    for (let restart = 0; restart < 2; restart += 1) {
      const { notices } = await openProcess();
      for (let n = 0; n < 2 * MAX_NOTICES; n += 1) {
        notices.drifted('acme', 'users.get', [field(`random-${restart}-${n}`)]);
        notices.deprecated(
          'acme',
          'users.get',
          '/users/:id',
          ending(new Date(SOON.getTime() + n * 86_400_000)),
        );
      }
      notices.drifted('acme', 'users.list', [field('plan')]);
      await notices.flush();
    }
    const paths = (await rows()).filter(({ kind }) => kind === 'unknown_field').map(({ path }) => path);
    expect(paths).toHaveLength(MAX_NOTICES + 2);
    expect(paths).toEqual(expect.arrayContaining([OTHER_PATHS, 'random-0-99', 'plan']));
    expect(logged('api_drift')).toHaveLength(MAX_NOTICES + 2);
    expect((await rows()).filter(({ kind }) => kind === 'deprecated')).toHaveLength(2);
  });

  it('keep no secret, and nothing that the database would refuse', async () => {
    const { notices } = await openProcess();
    const character = () => String.fromCodePoint(0x4e00 + randomInt(20_000));
    const long = () => Array.from({ length: 500 }, character).join('');
    const torn = `"see https://ada:hunter2hunter2${'x'.repeat(200)}`.slice(0, 200);
    notices.drifted('acme', 'users.get', [
      field('token.value', '"hunter2"'),
      field('note', '"Bearer abcdefgh12345678"'),
      field('nested', '{"password":"hunter2","id":1}'),
      field('link', torn),
      field('sk_live_abcdefgh12345678', '1'),
      field('NUL \0 and half \ud800', '"\\u0000 \0 \ud800"'),
      field('x'.repeat(1_000_000), '1'),
    ]);
    notices.drifted(long(), long(), [field(long())]);
    notices.deprecated('acme\0', 'users.get\0', '/users/\0', ending(undefined));
    await notices.flush();
    const found = await rows();
    expect(found).toHaveLength(9);
    const text = JSON.stringify([found, lines]);
    for (const secret of ['hunter2', 'abcdefgh12345678']) expect(text).not.toContain(secret);
    expect(found.find(({ path }) => path === 'nested')?.sample).toBe('{"password":"[redacted]","id":1}');
    expect(found.find(({ path }) => path === 'link')?.sample).toBe('"see …');
    expect(Math.max(...found.map(({ path }) => path.length))).toBe(200);
    expect(logged('api_notice_rejected')).toEqual([]);
  });

  it('log at once while the database is away, within bounds, and write when it is back', async () => {
    const { notices } = await openProcess();
    notices.drifted('acme', 'users.get', [field('known')]);
    await notices.flush();
    await proxy.cut();
    notices.drifted('acme', 'users.get', [field('plan')]);
    await notices.flush();
    notices.drifted('acme', 'users.get', [field('tier')]);
    expect(logged('api_drift').map(({ path }) => path)).toEqual(['known', 'plan', 'tier']);
    for (let n = 0; n < 20 * MAX_NOTICES; n += 1) {
      notices.drifted('acme', `operation.${Math.floor(n / MAX_NOTICES)}`, [field(`random-${n}`)]);
    }
    expect(logged('api_drift')).toHaveLength(3 + 20 * MAX_NOTICES);
    await proxy.mend();
    await notices.flush();
    expect(await rows()).toHaveLength(1 + 1_000);
    expect(logged('api_drift')).toHaveLength(3 + 20 * MAX_NOTICES);
  });

  it('spend next to nothing on what was seen before', async () => {
    const { notices } = await openProcess();
    const drifts = Array.from({ length: 10 }, (_, n) => field(`field-${n}`));
    notices.drifted('acme', 'users.get', drifts);
    await notices.flush();
    const before = performance.now();
    for (let n = 0; n < 10_000; n += 1) notices.drifted('acme', 'users.get', drifts);
    // 10 µs for ten of them, on a machine that is busy with other tests.
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
