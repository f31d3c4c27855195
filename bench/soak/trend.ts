/** A figure that was read at a time, in ms. */
export interface Reading {
  atMs: number;
  value: number;
}

/** By how much a figure grows in a minute: the slope of the straight line that lies closest (least squares). */
export function slopePerMinute(readings: readonly Reading[]): number {
  const meanAt = mean(readings.map(({ atMs }) => atMs));
  const meanValue = mean(readings.map(({ value }) => value));
  let above = 0;
  let below = 0;
  for (const { atMs, value } of readings) {
    above += (atMs - meanAt) * (value - meanValue);
    below += (atMs - meanAt) ** 2;
  }
  return (above / below) * 60_000;
}

/** How much more there is in the last third than in the first, on average. */
export function growth(readings: readonly Reading[]): number {
  const third = Math.floor(readings.length / 3);
  const values = readings.map(({ value }) => value);
  return mean(values.slice(-third)) - mean(values.slice(0, third));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
