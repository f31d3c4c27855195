import { Body, Get, HttpCode, Post, Query } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { keyText, selectionKey } from './circuit-key.js';
import { presentCircuit, presentTransition } from './circuit.presentation.js';
import { circuitRoutes } from './circuits.answers.js';
import {
  holdBody,
  listQuery,
  releaseBody,
  transitionsQuery,
  type HoldBody,
  type ListQuery,
  type ReleaseBody,
  type TransitionsQuery,
} from './circuits.schemas.js';
import { CircuitsService } from './circuits.service.js';

/** Which calls are held back, why, since when; and a switch for people. */
@ApiController('v1/circuits')
export class CircuitsController {
  constructor(private readonly circuits: CircuitsService) {}

  @Get()
  @Answers(circuitRoutes.list)
  @RequiresScope('admin')
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: ListQuery) {
    const circuits = await this.circuits.list(filter, limit + 1, cursor);
    const page = circuits.slice(0, limit);
    const last = circuits.length > limit ? page.at(-1) : undefined;
    return { data: page.map(presentCircuit), next_cursor: last ? keyText(last) : null };
  }

  @Get('transitions')
  @Answers(circuitRoutes.transitions)
  @RequiresScope('admin')
  async transitions(@Query({ schema: transitionsQuery }) { limit, cursor, ...filter }: TransitionsQuery) {
    const transitions = await this.circuits.transitions(filter, limit + 1, cursor);
    const page = transitions.slice(0, limit);
    return {
      data: page.map(presentTransition),
      next_cursor: transitions.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Post('hold')
  @Answers(circuitRoutes.hold)
  @HttpCode(200)
  @RequiresScope('admin')
  @Idempotent({ required: false })
  async hold(@Body({ schema: holdBody }) { hold, reason, ...selection }: HoldBody, @Caller() actor: Actor) {
    await this.circuits.hold(selection, hold, reason, actor);
    return { ...selectionKey(selection), hold, reason };
  }

  @Post('release')
  @Answers(circuitRoutes.release)
  @HttpCode(200)
  @RequiresScope('admin')
  @Idempotent({ required: false })
  async release(@Body({ schema: releaseBody }) selection: ReleaseBody, @Caller() actor: Actor) {
    const key = selectionKey(selection);
    if (await this.circuits.release(selection, actor)) return { ...key, hold: null };
    throw new ApiError('NOT_FOUND', `Nothing is held under ${keyText(key)}. See GET /v1/circuits?hold=open.`);
  }
}
