import { Client } from 'undici';
import type { Aim } from '../aims.js';
import type { BenchDatabase } from '../database.js';
import { ProcessorMeter } from '../processor-meter.js';
import { percentile } from '../statistics.js';
import { table } from '../table.js';
import type { ConsolePlan } from './plan.js';
import type { ConsoleService } from './console-service.js';

/** What a page may take, in ms. */
const AIM_MS = 50;

interface Page {
  path: string;
  /** As the tables name it. */
  title: string;
}

/** What all pages are compared with: an answer of the same process that reads nothing. */
const BASELINE: Page = { path: '/health/live', title: '/health/live, which reads nothing' };

interface MeasuredPage extends Page {
  /** The very first load, in ms: nothing is prepared, cached or compiled for it. */
  firstMs: number;
  /** Ascending. */
  loadsMs: number[];
  applicationMsEach: number;
  postgresMsEach: number;
  elsewherePercent: number;
  kilobytes: number;
}

/** How long each page of the console takes, over one connection that is kept. */
export async function benchPages(
  service: ConsoleService,
  database: BenchDatabase,
  { warmUps, loads }: ConsolePlan,
): Promise<{ report: string; aims: Aim[] }> {
  const cookie = await service.child.ask('signIn');
  const client = new Client(service.url);
  const meter = new ProcessorMeter({
    application: () => service.child.ask('timeMs'),
    postgres: () => database.timeMs(),
  });
  const measured: MeasuredPage[] = [];
  for (const page of [BASELINE, ...(await pagesOf(database))]) {
    const { path } = page;
    const first = await load(client, path, cookie);
    for (let time = 1; time < warmUps; time += 1) await load(client, path, cookie);
    const { result, usedMs, elsewherePercent } = await meter.during(async () => {
      const loadsMs: number[] = [];
      for (let time = 0; time < loads; time += 1) loadsMs.push((await load(client, path, cookie)).elapsedMs);
      return loadsMs.toSorted((a, b) => a - b);
    });
    measured.push({
      ...page,
      firstMs: first.elapsedMs,
      loadsMs: result,
      applicationMsEach: usedMs.application / loads,
      postgresMsEach: usedMs.postgres / loads,
      elsewherePercent,
      kilobytes: first.bytes / 1_000,
    });
  }
  await client.close();
  return { report: report(measured, loads), aims: measured.slice(1).map(aimOf) };
}

/** @throws Error when it is not the page that was asked for */
async function load(
  client: Client,
  path: string,
  cookie: string,
): Promise<{ elapsedMs: number; bytes: number }> {
  const startMs = performance.now();
  const { statusCode, body } = await client.request({ path, method: 'GET', headers: { cookie } });
  const bytes = (await body.arrayBuffer()).byteLength;
  const elapsedMs = performance.now() - startMs;
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}.`);
  return { elapsedMs, bytes };
}

/** Every room; the list that has a million rows behind it, by each filter it has; and one thing of each kind. */
async function pagesOf(database: BenchDatabase): Promise<Page[]> {
  const one = async (sql: string) => (await database.column(`${sql} LIMIT 1`))[0] ?? '';
  const event = await one(`SELECT id FROM webhook_events WHERE status = 'dead' ORDER BY id DESC`);
  const idle = await one('SELECT id FROM connections ORDER BY id');
  const busy = await one('SELECT connection_id FROM outbound_requests WHERE connection_id IS NOT NULL');
  const request = await one('SELECT id FROM outbound_requests WHERE failed ORDER BY id DESC');
  const oneDayAgo = new Date(Date.now() - 86_400_000).toISOString();
  const events = '/console/webhook-events';
  const paths = [
    '/console',
    events,
    `${events}?status=dead`,
    `${events}?status=processed&provider=slack`,
    `${events}?provider=stripe&type=stripe.object.updated`,
    `${events}?received_before=${oneDayAgo}`,
    `${events}?id=evt_0000000042`,
    `${events}?id=${event}`,
    `${events}?type=nothing.of.the.kind`,
    `${events}/${event}`,
    `${events}/sources`,
    '/console/requests',
    '/console/requests?provider=slack&failed=true',
    '/console/requests?request_id=no-such-request',
    `/console/requests/${request}`,
    '/console/requests/circuits',
    '/console/connections',
    `/console/connections/${busy}`,
    '/console/providers',
    '/console/api-keys',
    '/console/audit-log',
    '/console/audit-log?action=connection.refreshed',
  ];
  return [
    ...paths.map((path) => ({ path, title: shortened(path) })),
    { path: `/console/connections/${idle}`, title: '/console/connections/:id, which made no calls' },
  ];
}

/** Ids are of this run alone; the table is to be compared with others. */
const shortened = (path: string) =>
  path.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, ':id').replace(/\d{4}-.*Z/, ':time');

function report(measured: readonly MeasuredPage[], loads: number): string {
  const header = [
    `Pages, ${loads} loads`,
    'p50 ms',
    'p95 ms',
    'first ms',
    'application CPU ms',
    'PostgreSQL CPU ms',
    'kB',
    'CPU elsewhere %',
  ];
  const rows = measured.map((page) => [
    page.title,
    percentile(page.loadsMs, 50).toFixed(1),
    percentile(page.loadsMs, 95).toFixed(1),
    page.firstMs.toFixed(1),
    page.applicationMsEach.toFixed(1),
    page.postgresMsEach.toFixed(1),
    page.kilobytes.toFixed(1),
    page.elsewherePercent.toFixed(0),
  ]);
  return table(header, rows);
}

function aimOf({ title, loadsMs }: MeasuredPage): Aim {
  return {
    aim: `${title}: p50, ms`,
    measured: percentile(loadsMs, 50),
    bound: { atMost: AIM_MS },
    digits: 1,
  };
}
