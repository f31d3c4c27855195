import { Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { presentUnhandledType } from './unhandled-type.presentation.js';
import { unhandledTypeRoutes } from './unhandled-types.answers.js';
import { UnhandledTypes } from './unhandled-types.js';

const listQuery = z.strictObject({
  provider: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  /** The last provider and type, `stripe:charge.updated`. */
  cursor: z
    .string()
    .regex(/^[^:]+:.+$/, { error: 'must be the next_cursor of a page' })
    .transform((text) => ({
      provider: text.slice(0, text.indexOf(':')),
      type: text.slice(text.indexOf(':') + 1),
    }))
    .optional(),
});
type ListQuery = z.output<typeof listQuery>;

/** What comes in and nobody takes. */
@ApiController('v1/unhandled-webhook-types')
export class UnhandledTypesController {
  constructor(private readonly types: UnhandledTypes) {}

  @Get()
  @Answers(unhandledTypeRoutes.list)
  @RequiresScope('webhooks:read')
  async list(@Query({ schema: listQuery }) { provider, limit, cursor }: ListQuery) {
    const types = await this.types.list(provider, limit + 1, cursor);
    const page = types.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map(presentUnhandledType),
      next_cursor: last && types.length > limit ? `${last.provider}:${last.type}` : null,
    };
  }
}
