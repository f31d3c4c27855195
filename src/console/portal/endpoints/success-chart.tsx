import type { HealthHour } from '../../../deliveries/records/endpoint-health.js';
import { BarChart } from '../../frame/parts.js';
import { barsOf, beginningOf, everyHour, successRate } from '../../rooms/endpoints/endpoint-hours.js';

/** As many as the chart has bars. */
export const CHART_HOURS = 24;

/** The attempts of a day by the hour, and how many of them went well. @param hours those in which there were any */
export function SuccessChart({ hours }: { hours: readonly HealthHour[] }): JSX.Element {
  const bars = barsOf(everyHour(hours, beginningOf(CHART_HOURS)));
  const rate = hours.length > 0 ? `, ${successRate(hours)} successful` : '';
  return <BarChart label={`Attempts in ${CHART_HOURS} hours${rate}`} bars={bars} />;
}
