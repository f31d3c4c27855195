interface Bar {
  readonly at: Date;
  readonly count: number;
  /** How many of `count` failed. */
  readonly failed?: number;
}

/** In units of the drawing, which is scaled to its place. */
const HEIGHT = 60;
const STEP = 10;
const WIDTH_OF_BAR = 7;

/** A small bar chart of counts over time, as inline SVG with a text for those who do not see it. */
export function BarChart({ label, bars }: { label: string; bars: readonly Bar[] }): JSX.Element {
  const highest = Math.max(1, ...bars.map(({ count }) => count));
  const scale = (count: number) => Math.round((count / highest) * HEIGHT * 10) / 10;
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${Math.max(1, bars.length) * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${inWords(bars)}`}
      >
        {bars.map(({ at, count, failed = 0 }, index) => (
          <g>
            <title
              safe
            >{`${at.toISOString().slice(0, 16).replace('T', ' ')} UTC: ${counted(count, failed)}`}</title>
            <Column x={index * STEP} y={HEIGHT - scale(count)} height={scale(count - failed)} kind="done" />
            <Column x={index * STEP} y={HEIGHT - scale(failed)} height={scale(failed)} kind="failed" />
          </g>
        ))}
      </svg>
      <figcaption>
        <span safe>{label}</span>
        <span class="soft" safe>
          {inWords(bars)}
        </span>
      </figcaption>
    </figure>
  );
}

function Column({ x, y, height, kind }: { x: number; y: number; height: number; kind: string }): JSX.Element {
  if (height <= 0) return '';
  return <rect x={x} y={y} width={WIDTH_OF_BAR} height={height} class={kind} />;
}

function inWords(bars: readonly Bar[]): string {
  const count = bars.reduce((sum, bar) => sum + bar.count, 0);
  const failed = bars.reduce((sum, bar) => sum + (bar.failed ?? 0), 0);
  return counted(count, failed);
}

function counted(count: number, failed: number): string {
  return failed ? `${count}, ${failed} of them failed` : String(count);
}
