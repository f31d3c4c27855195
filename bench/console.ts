import { aimsTable } from './aims.js';
import { benchCredential } from './console/credential.js';
import { benchPages } from './console/pages.js';
import { FULL, QUICK } from './console/plan.js';
import { ConsoleService } from './console/console-service.js';
import { storeEvents, storeRequests, storeRest } from './console/stored-rows.js';
import { BenchDatabase } from './database.js';
import { machineFacts } from './machine.js';
import { runBench } from './running.js';

/**
 * `npm run bench:console [-- --quick] [--stored 1000000]`: how long pages of the console take with many events stored,
 * and what the credential of a connection costs. See docs/performance.md.
 */
await runBench(async (workspace, wishes, print) => {
  const plan = wishes.quick ? QUICK : FULL;
  const database = await BenchDatabase.start(workspace);
  print(await machineFacts(workspace, database));
  await storeEvents(database, wishes.stored ?? plan.events);
  const service = await ConsoleService.start(workspace, database);
  const connectionIds = await service.child.ask('storeConnections', plan.connections);
  await storeRequests(database, plan.requests, connectionIds);
  await storeRest(database, connectionIds);
  const pages = await benchPages(service, database, plan);
  print(pages.report);
  const credential = await benchCredential(service, database, plan, connectionIds);
  print(credential.report);
  print(aimsTable([...pages.aims, ...credential.aims]));
});
