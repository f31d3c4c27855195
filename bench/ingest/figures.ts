import type { Measurement } from './contender-process.js';

/** Deliveries a second. */
export const perSecond = ({ deliveries, elapsedMs }: Measurement) => (deliveries * 1_000) / elapsedMs;

/** The processor time that each delivery took of one part, in µs. */
export const usEach = (part: keyof Measurement['usedMs']) => (measured: Measurement) =>
  (measured.usedMs[part] * 1_000) / measured.deliveries;

/** What the application had in memory at most, in MiB. */
export const residentMebibytes = ({ residentBytes }: Measurement) => residentBytes / 2 ** 20;
