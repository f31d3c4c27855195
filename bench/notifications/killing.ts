import type { Aim } from '../aims.js';
import { table } from '../table.js';
import type { Audit } from './audit.js';
import { CONTENDERS, contendersHere, type ContenderName } from './contenders.js';
import type { NotificationsPlan } from './plan.js';
import type { Stage } from './stage.js';
import { Team } from './team.js';

/** What has become of messages after a kill, and when. */
interface Kill extends Audit {
  name: ContenderName;
  /** Until 99 % had arrived, in seconds. */
  almostAllSeconds: number;
  /** Until the last was settled. */
  allSeconds: number;
}

/** What becomes of messages when a worker is killed while it sends. Everything waits as long as it is shipped to wait. */
export async function benchKilling(
  stage: Stage,
  { messages, warmUp, kills }: NotificationsPlan,
): Promise<{ report: string; aims: Aim[] }> {
  const measured: Kill[] = [];
  for (const name of contendersHere(stage)) {
    if (CONTENDERS[name].way !== 'oneByOne') continue;
    const team = await Team.start(stage, CONTENDERS[name]);
    await team.measure(warmUp);
    for (let time = 0; time < kills; time += 1) measured.push({ name, ...(await kill(team, messages)) });
    await team.stop();
  }
  return { report: report(measured, messages), aims: aimsOf(measured) };
}

async function kill(team: Team, messages: number): Promise<Omit<Kill, 'name'>> {
  await team.clear();
  const startMs = performance.now();
  const secondsUntil = async (share: number) => {
    await team.until(`${share} of all have arrived`, async () => (await team.arrived()) >= share * messages);
    return (performance.now() - startMs) / 1_000;
  };
  const [almostAllSeconds] = await Promise.all([
    secondsUntil(0.99),
    secondsUntil(0.5).then(() => team.replaceWorker()),
    team.send(messages),
  ]);
  const allSeconds = (performance.now() - startMs) / 1_000;
  return { ...(await team.audit(messages)), almostAllSeconds, allSeconds };
}

function report(measured: readonly Kill[], messages: number): string {
  const header = [
    `${messages.toLocaleString('en')} messages, one of three workers killed halfway`,
    's until 99 % had arrived',
    's until all were settled',
    'looked up',
    'lost',
    'twice',
  ];
  const rows = measured.map(({ name, almostAllSeconds, allSeconds, lookUps, lost, twice }) => [
    CONTENDERS[name].title,
    almostAllSeconds.toFixed(1),
    allSeconds.toFixed(1),
    ...[lookUps, lost, twice].map(String),
  ]);
  return table(header, rows);
}

function aimsOf(measured: readonly Kill[]): Aim[] {
  const ours = measured.filter(({ name }) => name === 'hookline');
  return [
    {
      aim: 'Lost when a worker is killed',
      measured: Math.max(...ours.map(({ lost }) => lost)),
      bound: { atMost: 0 },
    },
    {
      aim: 'Sent twice when a worker is killed',
      measured: Math.max(...ours.map(({ twice }) => twice)),
      bound: { atMost: 0 },
    },
  ];
}
