import { BenchDatabase } from './database.js';
import { machineFacts } from './machine.js';
import { aimsTable } from './aims.js';
import { benchFaults } from './outbound/faults/faults.js';
import { FULL, QUICK, SOAK_CALLS } from './outbound/plan.js';
import { soak } from './outbound/soak/soak.js';
import { benchSpeed } from './outbound/speed/speed.js';
import { runBench } from './running.js';

/**
 * `npm run bench:outbound [-- --quick | --soak]`: what calls cost on Hookline's road and on other people's, and what
 * becomes of them when a provider fails. See docs/performance.md.
 */
await runBench(async (workspace, wishes, print) => {
  const plan = wishes.quick ? QUICK : FULL;
  const database = await BenchDatabase.start(workspace);
  print(await machineFacts(workspace, database));
  const parts = wishes.soak
    ? [() => soak(workspace, database, SOAK_CALLS)]
    : [
        () => benchSpeed(workspace, database, plan),
        () => benchFaults(workspace, database, plan),
        () => soak(workspace, database, plan.soakCalls),
      ];
  const aims = [];
  for (const part of parts) {
    const result = await part();
    print(result.report);
    aims.push(...result.aims);
  }
  print(aimsTable(aims));
});
