import type { Child } from '../../child.js';
import type { BenchDatabase } from '../../database.js';
import { ProcessorMeter, type Usage } from '../../processor-meter.js';
import type { Repeated } from '../caller.js';
import type { answers as providerAnswers } from '../provider.js';
import type { Caller } from '../start-caller.js';
import type { CallRound } from './calls.js';

export interface MeasuredRound extends CallRound, Usage<'caller' | 'provider' | 'postgres'> {}

/**
 * Makes calls of one kind for a time and tells what that took. The provider counts as well: a call that was quietly
 * repeated, or never left, would spoil the figures.
 * @throws Error when the two counts differ
 */
export async function measuredCall(
  provider: Child<typeof providerAnswers>,
  database: BenchDatabase,
  caller: Caller,
  repeated: Repeated,
): Promise<MeasuredRound> {
  const meter = new ProcessorMeter({
    caller: () => caller.ask('timeMs'),
    provider: () => provider.ask('timeMs'),
    postgres: () => database.timeMs(),
  });
  await provider.ask('taken');
  const { result, ...usage } = await meter.during(() => caller.ask('callFor', repeated));
  const taken = await provider.ask('taken');
  if (taken === result.calls) return { ...result, ...usage };
  throw new Error(`${result.calls} calls were made, but the provider has seen ${taken}.`);
}
