import { Get, Param, Query } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { presentOutcome } from './unknown-outcome.presentation.js';
import { unknownOutcomeRoutes } from './unknown-outcomes.answers.js';
import { UnknownOutcomes } from './unknown-outcomes.js';
import { listQuery, outcomeId, type ListQuery } from './unknown-outcomes.schemas.js';

/**
 * Calls that were never answered, and what became of them. Under the scope of the request log: the records are of calls
 * to every provider, made for every caller, so that no provider's or product's own scope fits.
 */
@ApiController('v1/unknown-outcomes')
export class UnknownOutcomesController {
  constructor(private readonly outcomes: UnknownOutcomes) {}

  @Get()
  @Answers(unknownOutcomeRoutes.list)
  @RequiresScope('requests:read')
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: ListQuery) {
    const outcomes = await this.outcomes.list(filter, limit + 1, cursor);
    const page = outcomes.slice(0, limit);
    return {
      data: page.map(presentOutcome),
      next_cursor: outcomes.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Get(':id')
  @Answers(unknownOutcomeRoutes.get)
  @RequiresScope('requests:read')
  async get(@Param('id', { schema: outcomeId }) id: string) {
    const outcome = await this.outcomes.get(id);
    if (!outcome) throw new ApiError('NOT_FOUND', `There is no unknown outcome ${id}.`);
    return presentOutcome(outcome);
  }
}
