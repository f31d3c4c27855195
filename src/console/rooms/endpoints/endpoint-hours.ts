import type { HealthHour } from '../../../deliveries/records/endpoint-health.js';

const HOUR_MS = 3_600_000;

/** The beginning of the first of so many hours, of which the last is the one at hand. */
export function beginningOf(hours: number): Date {
  return new Date((Math.floor(Date.now() / HOUR_MS) - hours + 1) * HOUR_MS);
}

/** Every hour from one on, those in which nothing was sent as well: only the others are written down. */
export function everyHour(written: readonly HealthHour[], since: Date): HealthHour[] {
  const byTime = new Map(written.map((hour) => [hour.hour.getTime(), hour]));
  const first = since.getTime();
  const count = Math.floor((Date.now() - first) / HOUR_MS) + 1;
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * HOUR_MS;
    return byTime.get(at) ?? { hour: new Date(at), delivered: 0, failed: 0 };
  });
}

/** `99.9 %` of the attempts went well; never rounded up, so that 100 % is without a fault. `—` for none. */
export function successRate(hours: readonly HealthHour[]): string {
  const delivered = hours.reduce((sum, hour) => sum + hour.delivered, 0);
  const all = hours.reduce((sum, hour) => sum + hour.delivered + hour.failed, 0);
  return all === 0 ? '—' : `${Math.floor((delivered / all) * 1_000) / 10} %`;
}

/** The hours as a chart draws them. */
export function barsOf(hours: readonly HealthHour[]) {
  return hours.map(({ hour, delivered, failed }) => ({ at: hour, count: delivered + failed, failed }));
}
