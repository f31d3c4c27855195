import { aimsTable } from './aims.js';
import { benchAccepting } from './ingest/accepting.js';
import { benchDraining } from './ingest/draining.js';
import { benchIdle } from './ingest/idle.js';
import { FULL, QUICK } from './ingest/plan.js';
import { setStage } from './ingest/stage.js';
import { machineFacts } from './machine.js';
import { runBench } from './running.js';

/**
 * `npm run bench:ingest [-- --quick] [--stored 5000000]`: how fast Hookline and others take webhooks on this machine, and
 * how fast Hookline handles them. See docs/performance.md.
 */
await runBench(async (workspace, wishes, print) => {
  const plan = wishes.quick ? QUICK : FULL;
  const stage = await setStage(workspace);
  print(await machineFacts(workspace, stage.database));
  const accepting = await benchAccepting(stage, { ...plan, stored: wishes.stored ?? plan.stored });
  print(accepting.report);
  const draining = await benchDraining(stage, plan);
  print(draining.report);
  print(await benchIdle(stage, plan));
  print(aimsTable([...accepting.aims, ...draining.aims]));
});
