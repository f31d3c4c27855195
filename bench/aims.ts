import { table } from './table.js';

/** What is hoped for, and what was measured. */
export interface Aim {
  aim: string;
  measured: number;
  /** The figure may be at most, or has to be at least, this. */
  bound: { atMost: number } | { atLeast: number };
  digits?: number;
}

/** Every aim as met, or as missed by how much. */
export function aimsTable(aims: readonly Aim[]): string {
  return table(['Aim', 'bound', 'measured', ''], aims.map(aimRow));
}

function aimRow({ aim, measured, bound, digits = 2 }: Aim): string[] {
  const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: digits });
  const [sign, limit, shortfall] =
    'atMost' in bound
      ? (['≤', bound.atMost, measured - bound.atMost] as const)
      : (['≥', bound.atLeast, bound.atLeast - measured] as const);
  // Written so that a figure which is not there does not pass for one that is met.
  const met = shortfall <= 0;
  const verdict = met
    ? 'met'
    : Number.isFinite(shortfall)
      ? `missed by ${number(shortfall)}`
      : 'missed: see its row';
  return [aim, `${sign} ${number(limit)}`, Number.isFinite(measured) ? number(measured) : '–', verdict];
}
