import type { Child } from '../child.js';
import { ProcessorMeter, type Usage } from '../processor-meter.js';
import type { CallRound } from './calls.js';
import type { answers as providerAnswers } from './provider.js';

export interface MeasuredRound extends CallRound, Usage<'caller' | 'provider'> {}

/** Makes calls of one kind for a time and tells what that took. */
export type MeasuredCall = (durationMs: number) => Promise<MeasuredRound>;

/**
 * The provider counts as well: a call that was quietly repeated, or never left, would spoil the figures.
 * @throws Error when the two counts differ
 */
export function measuredCall(
  provider: Child<typeof providerAnswers>,
  caller: { ask(question: 'timeMs'): Promise<number> },
  call: (durationMs: number) => Promise<CallRound>,
): MeasuredCall {
  const meter = new ProcessorMeter({
    caller: () => caller.ask('timeMs'),
    provider: () => provider.ask('timeMs'),
  });
  return async (durationMs) => {
    await provider.ask('taken');
    const { result, ...usage } = await meter.during(() => call(durationMs));
    const taken = await provider.ask('taken');
    if (taken === result.calls) return { ...result, ...usage };
    throw new Error(`${result.calls} calls were made, but the provider has seen ${taken}.`);
  };
}
