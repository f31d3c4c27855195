import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { storedText } from '../../platform/http/text-field.js';
import { suppressionRoutes } from './suppressions.answers.js';
import { Suppressions } from './suppressions.js';

const address = z.email({ error: 'must be an e-mail address' }).max(320);

/** Of whatever form: who asks for one that cannot be there is told that it is not. */
const anyAddress = storedText(320);

const newSuppression = z.strictObject({ address, detail: storedText(500).optional() });
type NewSuppressionBody = z.output<typeof newSuppression>;

const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: address.optional(),
});
type ListQuery = z.output<typeof listQuery>;

type Suppression = NonNullable<Awaited<ReturnType<Suppressions['get']>>>;

/** Who gets no more e-mail, over HTTP. */
@ApiController('v1/suppressions')
export class SuppressionsController {
  constructor(private readonly suppressions: Suppressions) {}

  @Get()
  @Answers(suppressionRoutes.list)
  @RequiresScope('notifications:read')
  async list(@Query({ schema: listQuery }) { limit, cursor }: ListQuery) {
    const found = await this.suppressions.list(limit + 1, cursor);
    const page = found.slice(0, limit);
    return {
      data: page.map(present),
      next_cursor: found.length > limit ? (page.at(-1)?.address ?? null) : null,
    };
  }

  @Post()
  @Answers(suppressionRoutes.add)
  @RequiresScope('notifications:write')
  async add(
    @Body({ schema: newSuppression }) { address: unwanted, detail }: NewSuppressionBody,
    @Caller() actor: Actor,
  ) {
    const suppression = {
      address: unwanted,
      reason: 'manual' as const,
      ...(detail !== undefined && { detail }),
    };
    await this.suppressions.enter(suppression, actor);
    return this.get(unwanted);
  }

  @Get(':address')
  @Answers(suppressionRoutes.get)
  @RequiresScope('notifications:read')
  async get(@Param('address', { schema: anyAddress }) unwanted: string) {
    const found = await this.suppressions.get(unwanted);
    if (found) return present(found);
    throw notThere(unwanted);
  }

  @Delete(':address')
  @Answers(suppressionRoutes.remove)
  @HttpCode(204)
  @RequiresScope('notifications:write')
  async remove(@Param('address', { schema: anyAddress }) unwanted: string, @Caller() actor: Actor) {
    if (!(await this.suppressions.remove(unwanted, actor))) throw notThere(unwanted);
  }
}

function present({ address: unwanted, reason, provider, detail, notificationId, createdAt }: Suppression) {
  return {
    address: unwanted,
    reason,
    provider,
    detail,
    notification_id: notificationId,
    created_at: createdAt.toISOString(),
  };
}

function notThere(unwanted: string): ApiError {
  return new ApiError('NOT_FOUND', `${JSON.stringify(unwanted)} is not on the suppression list.`);
}
