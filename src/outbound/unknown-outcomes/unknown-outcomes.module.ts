import { Module } from '@nestjs/common';
import { OutcomeResolution } from './outcome-resolution.js';
import { OutcomeResolvers } from './outcome-resolvers.js';
import { DEFAULT_LOOK_DELAYS_MS, LOOK_DELAYS_MS } from './unknown-outcome-jobs.js';
import { UnknownOutcomePruning } from './unknown-outcome-pruning.js';
import { UnknownOutcomesController } from './unknown-outcomes.controller.js';
import { UnknownOutcomes } from './unknown-outcomes.js';

/** Writes down calls that were never answered, and finds out what became of them. */
@Module({
  controllers: [UnknownOutcomesController],
  providers: [
    UnknownOutcomes,
    OutcomeResolvers,
    OutcomeResolution,
    UnknownOutcomePruning,
    { provide: LOOK_DELAYS_MS, useValue: DEFAULT_LOOK_DELAYS_MS },
  ],
  exports: [UnknownOutcomes],
})
export class UnknownOutcomesModule {}
