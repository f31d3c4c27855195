import type { Aim } from '../aims.js';
import { acceptingAims } from './accepting-aims.js';
import { acceptingReport } from './accepting-report.js';
import { ContenderProcess } from './contender-process.js';
import { CONTENDERS, type Contender, type ContenderName } from './contenders.js';
import type { IngestPlan } from './plan.js';
import { Rounds } from './rounds.js';
import type { Stage } from './stage.js';
import { storeEvents } from './stored-events.js';

const WARM_UP = { connections: 64, deliveries: 500, bytes: 2_600 };

/** How fast webhooks are accepted, by Hookline and by others: verified, stored together with a job, committed, answered. */
export async function benchAccepting(
  stage: Stage,
  plan: IngestPlan,
): Promise<{ report: string; aims: Aim[] }> {
  const full = await stage.database.createSibling(stage.workspace, 'hookline_full');
  await storeEvents(full, plan.stored);
  const running = new Map<ContenderName, { process: ContenderProcess; perSecond: number }>();
  for (const [name, contender] of Object.entries(CONTENDERS) as [ContenderName, Contender][]) {
    if (name === 'bullmq' && !stage.redis) continue;
    const database = name === 'full' ? full : stage.database;
    const process = await ContenderProcess.start(stage, contender, { database });
    await process.prove();
    running.set(name, { process, perSecond: await process.warmUp(WARM_UP, plan.warmUpMs) });
  }
  const rounds = new Rounds();
  for (let round = 0; round < plan.rounds; round += 1) await rounds.add(running, plan);
  for (const { process } of running.values()) await process.stop();
  return { report: acceptingReport(rounds, stage, plan), aims: acceptingAims(rounds) };
}
