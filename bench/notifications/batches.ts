import { randomBytes } from 'node:crypto';
import { findFreePort } from '../../src/platform/database/postgres-server.js';
import { startGoogleSandbox } from '../../src/sandbox/google/google-sandbox.js';
import { startHubSpotSandbox } from '../../src/sandbox/hubspot/hubspot-sandbox.js';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/salesforce-sandbox.js';
import type { Aim } from '../aims.js';
import { Child } from '../child.js';
import { table } from '../table.js';
import type { answers } from './batch-writer.js';
import { startCountingProxy } from './counting-proxy.js';
import type { Stage } from './stage.js';

const ITEMS = 1_000;

/** A provider that takes many things in one call. */
interface Batch {
  /** As the table names it. */
  title: string;
  start(options: { port: number }): Promise<{
    url: string;
    environment: Readonly<Record<string, string>>;
    close(): Promise<void>;
  }>;
  /** The variable with the address of its API. */
  address: string;
  /** How they are written. */
  question: keyof typeof answers;
  /** The fewest calls for {@link ITEMS}. */
  atMost: number;
}

const BATCHES: readonly Batch[] = [
  {
    title: 'HubSpot: contacts by e-mail, 100 a call',
    start: startHubSpotSandbox,
    address: 'HUBSPOT_API_BASE_URL',
    question: 'hubspotContacts',
    atMost: 10,
  },
  {
    title: 'Salesforce: contacts by external id, 200 a call',
    start: startSalesforceSandbox,
    address: 'SALESFORCE_API_BASE_URL',
    question: 'salesforceContacts',
    atMost: 5,
  },
  {
    title: 'Salesforce: contacts by e-mail, 200 a call, and one to look for them',
    start: startSalesforceSandbox,
    address: 'SALESFORCE_API_BASE_URL',
    question: 'salesforceContactsByAddress',
    atMost: 10,
  },
  {
    title: 'Google Calendar: events, 50 a call',
    start: startGoogleSandbox,
    address: 'GOOGLE_API_BASE_URL',
    question: 'googleEvents',
    atMost: 20,
  },
];

/** How many calls a thousand contacts and events take, as the local sandbox of each provider counts them. */
export async function benchBatches(stage: Stage): Promise<{ report: string; aims: Aim[] }> {
  const rows: string[][] = [];
  const aims: Aim[] = [];
  for (const batch of BATCHES) {
    const { calls, perSecond } = await write(stage, batch);
    rows.push([batch.title, String(calls), perSecond.toLocaleString('en', { maximumFractionDigits: 0 })]);
    aims.push({ aim: `${batch.title}: calls`, measured: calls, bound: { atMost: batch.atMost } });
  }
  const header = [`${ITEMS.toLocaleString('en')} new ones`, 'calls', 'a second, against our sandbox'];
  return { report: table(header, rows), aims };
}

async function write({ workspace, compiled, database }: Stage, { start, address, question }: Batch) {
  const sandbox = await workspace.use(
    () => start({ port: 0 }),
    (started) => started.close(),
  );
  const counter = await workspace.use(
    () => startCountingProxy(sandbox.url),
    (started) => started.close(),
  );
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const script = compiled.script('bench/notifications/batch-writer.ts');
  const writer = await Child.start<typeof answers>(workspace, script, {
    NODE_ENV: 'production',
    ROLE: 'web',
    HOST: '127.0.0.1',
    PORT: new URL(url).port,
    PUBLIC_URL: url,
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'info',
    ...sandbox.environment,
    [address]: counter.url,
  });
  const startMs = performance.now();
  const failed = await writer.ask(question, ITEMS);
  const perSecond = (ITEMS * 1_000) / (performance.now() - startMs);
  await writer.stop();
  if (failed > 0) throw new Error(`${question}: ${failed} of ${ITEMS} could not be written.`);
  return { calls: counter.calls(), perSecond };
}
