import { aimsTable } from './aims.js';
import { benchIdle } from './deliveries/idle.js';
import { benchNeighbours } from './deliveries/neighbours.js';
import { FULL, QUICK } from './deliveries/plan.js';
import { benchPublishing } from './deliveries/publishing.js';
import { benchSpeed } from './deliveries/speed.js';
import { setStage } from './deliveries/stage.js';
import { machineFacts } from './machine.js';
import { runBench } from './running.js';

/**
 * `npm run bench:deliveries [-- --quick]`: how fast three workers deliver events, what publishing costs a transaction, how
 * soon the first attempt comes, and what a dead endpoint costs the others. See docs/performance.md.
 */
await runBench(async (workspace, wishes, print) => {
  const plan = wishes.quick ? QUICK : FULL;
  const stage = await setStage(workspace, plan.healthy);
  print(await machineFacts(workspace, stage.database));
  const publishing = await benchPublishing(stage, plan);
  print(publishing.report);
  const idle = await benchIdle(stage, plan);
  print(idle.report);
  print(await benchNeighbours(stage, plan));
  const speed = await benchSpeed(stage, plan);
  print(speed.report);
  print(aimsTable([...speed.aims, ...publishing.aims, ...idle.aims]));
});
