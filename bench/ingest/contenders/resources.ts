import { processorTimeMs } from '../../answers.js';

/** What every contender can be asked. */
export const resources = {
  timeMs: processorTimeMs,
  residentBytes: () => process.memoryUsage.rss(),
};
