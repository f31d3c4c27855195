import { setTimeout as sleep } from 'node:timers/promises';
import { audit, CLEAN, prepareAudit } from '../test/faults/audit.js';
import { OpenLoop } from '../test/faults/open-loop.js';
import { ProcessUnderTest } from '../test/faults/process-under-test.js';
import { Sender } from '../test/faults/sender.js';
import { eventually } from '../test/support/eventually.js';
import { aimsTable, type Aim } from './aims.js';
import { Compiled } from './compiled.js';
import { BenchDatabase } from './database.js';
import { machineFacts } from './machine.js';
import { runBench } from './running.js';
import { growth, slopePerMinute, type Reading } from './soak/trend.js';
import { readVitalSigns, type VitalSigns } from './soak/vital-signs.js';
import { table } from './table.js';

const MINUTES = 60;
const READ_EVERY_MS = 5_000;
/** From then on it counts, in ms: code is compiled and pools are filled by then. A third of a shorter soak. */
const WARM_AFTER_MS = 10 * 60_000;
/** For so long the machine is given as much as it takes, to learn how much it can take and handle, in ms. */
const PROBE_MS = 20_000;
/** More than any machine takes in that time. */
const PROBE_EVENTS = 50_000;
const API_KEY = 'hl_of_the_soak';

/**
 * `npm run soak [-- --minutes 5]`: FAULTS P2. `hookline start` takes webhooks and calls of the API at half of what this machine can
 * take and handle; whatever grows meanwhile would grow for ever. An hour, unless said otherwise.
 */
await runBench(async (workspace, { minutes = MINUTES }, print) => {
  const database = await BenchDatabase.start(workspace);
  print(await machineFacts(workspace, database));
  await prepareAudit(database.client);
  await database.client.query(
    `INSERT INTO api_keys (id, name, prefix, hash, scopes) VALUES (gen_random_uuid(), 'soak', 'hl_of', sha256($1), '{admin}')`,
    [Buffer.from(API_KEY)],
  );
  const compiled = await Compiled.make(workspace);
  const service = await workspace.use(
    () =>
      ProcessUnderTest.start(
        database.url,
        { DATA_DIR: workspace.folder, SANDBOX: 'off', API_RATE_LIMIT: '10000000' },
        compiled.script('test/faults/started-service.ts'),
      ),
    (started) => started.kill(),
  );
  const handled = () =>
    eventually(
      'every event is handled',
      async () => {
        const [one] = await database.column(
          "SELECT 1 FROM webhook_events WHERE status <> 'processed' LIMIT 1",
        );
        return one === undefined || undefined;
      },
      10 * 60_000,
    );

  const probedMs = performance.now();
  const probe = await new Sender(service.url, {
    events: PROBE_EVENTS,
    connections: 32,
    duplicatesPercent: 0,
    persistMs: PROBE_MS,
  }).run();
  await handled();
  const capacity = (probe.acknowledged.size * 1_000) / (performance.now() - probedMs);
  const perSecond = Math.max(1, Math.round(capacity / 2));
  print(
    `${Math.round(capacity)} events a second are taken and handled at most; ${minutes} min at ${perSecond}.`,
  );

  const loop = new OpenLoop({ url: service.url, apiKey: API_KEY, perSecond });
  const startMs = performance.now();
  const signs: { atMs: number; signs: VitalSigns }[] = [];
  while (performance.now() - startMs < minutes * 60_000) {
    signs.push({
      atMs: performance.now() - startMs,
      signs: await readVitalSigns(service.url, database),
    });
    await sleep(READ_EVERY_MS);
  }
  const load = await loop.stop();
  await handled();
  for (const id of probe.acknowledged) load.acknowledged.add(id);
  for (const id of probe.unacknowledged) load.unacknowledged.add(id);
  const found = await audit(database.client, load);

  const warmMs = Math.min(WARM_AFTER_MS, (minutes * 60_000) / 3);
  const of = (name: keyof VitalSigns): Reading[] =>
    signs.filter(({ atMs }) => atMs >= warmMs).map(({ atMs, signs: all }) => ({ atMs, value: all[name] }));
  print(signsTable(of));
  print(
    aimsTable([
      {
        aim: `Growth of resident memory after ${(warmMs / 60_000).toFixed(1)} min, MiB a minute`,
        measured: slopePerMinute(of('residentMb')),
        bound: { atMost: 1 },
      },
      ...(['sockets', 'timers', 'fileDescriptors', 'databaseConnections'] as const).map((name) =>
        flat(name, of(name)),
      ),
      { aim: 'Requests that failed', measured: load.failures.length, bound: { atMost: 0 } },
      {
        aim: 'Audit: lost, twice, not handled…',
        measured: Object.keys(CLEAN).reduce((sum, key) => sum + found[key as keyof typeof found], 0),
        bound: { atMost: 0 },
      },
    ]),
  );
  if (load.failures.length > 0) print(`The first that failed: ${load.failures.slice(0, 3).join('; ')}`);
});

function signsTable(of: (name: keyof VitalSigns) => Reading[]): string {
  const names = {
    residentMb: 'resident memory, MiB',
    heapMb: 'heap in use, MiB',
    sockets: 'sockets',
    timers: 'timers',
    fileDescriptors: 'file descriptors',
    databaseConnections: 'connections of PostgreSQL',
  } satisfies Record<keyof VitalSigns, string>;
  return table(
    ['', 'first', 'least', 'most', 'last', 'a minute'],
    (Object.keys(names) as (keyof VitalSigns)[]).map((name) => {
      const readings = of(name);
      const values = readings.map(({ value }) => value);
      const figures = [
        values[0] ?? Number.NaN,
        Math.min(...values),
        Math.max(...values),
        values.at(-1) ?? Number.NaN,
      ];
      return [names[name], ...figures.map((value) => value.toFixed(0)), slopePerMinute(readings).toFixed(2)];
    }),
  );
}

/** What comes and goes with requests is flat when its last third is like its first, but for a tenth. */
function flat(name: keyof VitalSigns, readings: readonly Reading[]): Aim {
  const first = readings[0]?.value ?? Number.NaN;
  return {
    aim: `Growth of ${name}, the last third against the first`,
    measured: growth(readings),
    bound: { atMost: Math.max(3, Math.ceil(first / 10)) },
  };
}
