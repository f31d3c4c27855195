const STEPS = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Infinity],
] as const;

const WORDS = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** A moment: relative for people, exact (UTC) on hovering and for machines. `—` for none. */
export function Time({ at }: { at: Date | null | undefined }): JSX.Element {
  if (!at) return <span class="soft">—</span>;
  const exact = `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return (
    <time datetime={at.toISOString()} title={exact} safe>
      {relative(at.getTime() - Date.now())}
    </time>
  );
}

/** `3 min. ago`, `in 2 days`: in the largest unit of which there is at least one. */
function relative(ms: number): string {
  let amount = Math.round(ms / 1000);
  for (const [unit, many] of STEPS) {
    if (Math.abs(amount) < many) return WORDS.format(amount, unit);
    amount = Math.trunc(amount / many);
  }
  return WORDS.format(amount, 'year');
}
