import { spread } from './statistics.js';

/** A table that reads well in a terminal and is Markdown at the same time; the first column to the left. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) => {
    const padded = texts.map((text, column) => {
      const width = widths[column] ?? 0;
      return column ? text.padStart(width) : text.padEnd(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) => (column ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

/** `1,234 (1,100–1,300)`: the median of all rounds, the least and the most. */
export function cell(values: readonly number[], digits = 0): string {
  if (!values.length || values.some((value) => !Number.isFinite(value))) return '–';
  const { median, min, max } = spread(values);
  const number = (value: number) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${number(median)} (${number(min)}–${number(max)})`;
}
