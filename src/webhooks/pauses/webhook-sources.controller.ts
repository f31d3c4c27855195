import { Body, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { WebhookSources } from '../sources/webhook-sources.js';
import { WaitingCounts } from './waiting-counts.js';
import { WebhookPauses } from './webhook-pauses.js';
import { webhookSourceRoutes } from './webhook-sources.answers.js';

const pauseRequest = z
  .strictObject({ reason: z.string().min(1).max(500).optional() })
  .nullish()
  .transform((body) => body ?? {});
type PauseRequest = z.output<typeof pauseRequest>;

/** The providers that webhooks can come from, and which of them are paused. */
@ApiController('v1/webhook-sources')
export class WebhookSourcesController {
  constructor(
    private readonly sources: WebhookSources,
    private readonly pauses: WebhookPauses,
    private readonly waiting: WaitingCounts,
  ) {}

  /** One page: there are as many as providers. */
  @Get()
  @Answers(webhookSourceRoutes.list)
  @RequiresScope('webhooks:read')
  async list() {
    const [pauses, waiting] = await Promise.all([this.pauses.list(), this.waiting.read()]);
    const pauseOf = new Map(pauses.map((pause) => [pause.provider, pause]));
    const data = [...this.sources.all()].map(([provider, { secrets }]) => ({
      provider,
      configured: secrets.length > 0,
      ...presentPause(pauseOf.get(provider)),
      pending: waiting.of(provider, 'pending'),
      failed: waiting.of(provider, 'failed'),
    }));
    return { data, next_cursor: null };
  }

  @Post(':provider/pause')
  @Answers(webhookSourceRoutes.pause)
  @HttpCode(200)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async pause(
    @Param('provider') provider: string,
    @Body({ schema: pauseRequest }) { reason }: PauseRequest,
    @Caller() actor: Actor,
  ) {
    this.sources.get(provider);
    return { provider, ...presentPause(await this.pauses.pause(provider, reason, actor)) };
  }

  @Post(':provider/resume')
  @Answers(webhookSourceRoutes.resume)
  @HttpCode(200)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async resume(@Param('provider') provider: string, @Caller() actor: Actor) {
    this.sources.get(provider);
    await this.pauses.resume(provider, actor);
    return { provider, ...presentPause(undefined) };
  }
}

function presentPause(pause: { reason: string | null; pausedAt: Date } | undefined) {
  return {
    paused: pause !== undefined,
    pause_reason: pause?.reason ?? null,
    paused_at: pause?.pausedAt ?? null,
  };
}
