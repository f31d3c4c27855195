import { aimsTable } from './aims.js';
import { machineFacts } from './machine.js';
import { benchBatches } from './notifications/batches.js';
import { benchKilling } from './notifications/killing.js';
import { FULL, QUICK } from './notifications/plan.js';
import { benchSpeed } from './notifications/speed.js';
import { setStage } from './notifications/stage.js';
import { runBench } from './running.js';

/**
 * `npm run bench:notifications [-- --quick]`: how fast durable notifications are accepted and sent by three workers, what
 * is left of them when one is killed, and how many calls batches take. See docs/performance.md.
 */
await runBench(async (workspace, wishes, print) => {
  const plan = wishes.quick ? QUICK : FULL;
  const stage = await setStage(workspace);
  print(await machineFacts(workspace, stage.database));
  const speed = await benchSpeed(stage, plan);
  print(speed.report);
  const killing = await benchKilling(stage, plan);
  print(killing.report);
  const batches = await benchBatches(stage);
  print(batches.report);
  print(aimsTable([...speed.aims, ...killing.aims, ...batches.aims]));
});
