import { parseArgs } from 'node:util';
import { Child } from './child.js';
import { BenchDatabase } from './database.js';
import { machineFacts } from './machine.js';
import { benchCalling } from './outbound/calling.js';
import { FULL, QUICK } from './plan.js';
import { benchAccepting } from './webhooks/accepting.js';
import { benchHandling } from './webhooks/handling.js';
import type { LoadProcess } from './webhooks/service-process.js';
import type { answers as loadAnswers } from './webhooks/load.js';
import { Workspace } from './workspace.js';

/** `npm run bench [-- --quick]`: how fast Hookline is on this machine. See docs/performance.md. */

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const plan = values.quick ? QUICK : FULL;
const print = (text: string) => process.stdout.write(`${text}\n\n`);
const workspace = await Workspace.open();

async function bench(): Promise<void> {
  const database = await BenchDatabase.start(workspace);
  print(await machineFacts(workspace, database));
  const load: LoadProcess = await Child.start<typeof loadAnswers>(
    workspace,
    new URL('webhooks/load.ts', import.meta.url),
  );
  print(await benchAccepting(workspace, database, load, plan));
  print(await benchHandling(workspace, database, load, plan));
  await load.stop();
  print(await benchCalling(workspace, database, plan));
}

/** Rejects on Ctrl-C; a second one, which npm sends along, changes nothing. */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => reject(new Error(`Ended by ${signal}; cleaning up.`)));
    }
  });
}

try {
  await Promise.race([bench(), interruption()]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await workspace.close();
}
process.exit();
