import { Child } from './child.js';
import { BenchDatabase } from './database.js';
import { machineFacts } from './machine.js';
import { FULL, QUICK } from './plan.js';
import { runBench } from './running.js';
import { benchAccepting } from './webhooks/accepting.js';
import { benchHandling } from './webhooks/handling.js';
import type { LoadProcess } from './webhooks/service-process.js';
import type { answers as loadAnswers } from './webhooks/load.js';

/** `npm run bench [-- --quick]`: how fast Hookline takes webhooks on this machine. See docs/performance.md. */
await runBench(async (workspace, { quick }, print) => {
  const plan = quick ? QUICK : FULL;
  const database = await BenchDatabase.start(workspace);
  print(await machineFacts(workspace, database));
  const load: LoadProcess = await Child.start<typeof loadAnswers>(
    workspace,
    new URL('webhooks/load.ts', import.meta.url),
  );
  print(await benchAccepting(workspace, database, load, plan));
  print(await benchHandling(workspace, database, load, plan));
  await load.stop();
});
