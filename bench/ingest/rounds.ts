import type { ContenderProcess, Measurement } from './contender-process.js';
import type { ContenderName } from './contenders.js';
import { KINDS, type KindName } from './kinds.js';
import type { IngestPlan } from './plan.js';

/** What one contender does in each round. */
export interface Row {
  contender: ContenderName;
  kind: KindName;
}

const RIVALS = ['hookline', 'bullmq', 'pgboss', 'statement', 'group'] as const;

/** All that is measured, in the order of a round. */
export const ROWS: readonly Row[] = [
  ...RIVALS.map((contender) => ({ contender, kind: 'large' }) as const),
  { contender: 'full', kind: 'large' },
  ...RIVALS.map((contender) => ({ contender, kind: 'small' }) as const),
  { contender: 'full', kind: 'small' },
  { contender: 'hookline', kind: 'duplicates' },
  { contender: 'full', kind: 'duplicates' },
  { contender: 'hookline', kind: 'manyConnections' },
  { contender: 'hookline', kind: 'openLoop' },
];

/** What was measured, round by round; rows of one round are compared with one another, never with those of another. */
export class Rounds {
  private readonly rounds: Map<string, Measurement>[] = [];
  /** How often a measurement was made in vain, because other programs were busy. */
  discarded = 0;

  /** One round, in which all take turns. A contender that does not run here is left out. */
  async add(
    running: ReadonlyMap<ContenderName, { process: ContenderProcess; perSecond: number }>,
    plan: IngestPlan,
  ): Promise<void> {
    const round = new Map<string, Measurement>();
    for (const row of ROWS) {
      const found = running.get(row.contender);
      if (!found) continue;
      const deliveries = KINDS[row.kind].deliveries(found.perSecond, plan);
      const measured = await this.undisturbed(plan, () => found.process.measure(deliveries));
      if (measured) round.set(keyOf(row), measured);
    }
    this.rounds.push(round);
  }

  /** All measurements of a row. */
  of(row: Row): Measurement[] {
    return this.rounds.flatMap((round) => round.get(keyOf(row)) ?? []);
  }

  /** All measurements, whichever the row. */
  ofAll(): Measurement[] {
    return this.rounds.flatMap((round) => [...round.values()]);
  }

  /** A figure of a row as a multiple of another row's, for each round that has both. */
  ratios(row: Row, other: Row, figure: (measurement: Measurement) => number): number[] {
    return this.rounds.flatMap((round) => {
      const [measured, compared] = [round.get(keyOf(row)), round.get(keyOf(other))];
      return measured && compared ? [figure(measured) / figure(compared)] : [];
    });
  }

  private async undisturbed(
    { elsewherePercent, attempts }: IngestPlan,
    measure: () => Promise<Measurement>,
  ): Promise<Measurement | undefined> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const measured = await measure();
      if (!(measured.elsewherePercent > elsewherePercent)) return measured;
      this.discarded += 1;
    }
    return undefined;
  }
}

const keyOf = ({ contender, kind }: Row) => `${contender} ${kind}`;
