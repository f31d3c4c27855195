import { Body, Get, Param, Query, Redirect } from '@nestjs/common';
import { z } from 'zod';
import { Page } from '../../../platform/pages/page-headers.js';
import { WaitingCounts } from '../../../webhooks/pauses/waiting-counts.js';
import { WebhookPauses } from '../../../webhooks/pauses/webhook-pauses.js';
import { WebhookSources } from '../../../webhooks/sources/webhook-sources.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { SourcesPage } from './sources-page.js';

const PAGE = '/console/webhook-events/sources';

const doneQuery = z.object({ done: z.string().optional().catch(undefined) });
type DoneQuery = z.output<typeof doneQuery>;

const pauseForm = z.object({
  reason: z
    .string()
    .trim()
    .max(500)
    .refine((text) => !text.includes('\0'), { error: 'must not contain a NUL' })
    .transform((text) => text || undefined),
});
type PauseForm = z.output<typeof pauseForm>;

/** Where webhooks come from, and the switch that pauses a source. */
@Room('webhook-events/sources')
export class SourcesRoom {
  constructor(
    private readonly sources: WebhookSources,
    private readonly pauses: WebhookPauses,
    private readonly waiting: WaitingCounts,
  ) {}

  @Get()
  @Page()
  async list(@Query({ schema: doneQuery }) { done }: DoneQuery, @Session() session: ConsoleSession) {
    const [pauses, waiting] = await Promise.all([this.pauses.list(), this.waiting.read()]);
    const sources = [...this.sources.all()].map(([provider, { secrets, secretVariable }]) => ({
      provider,
      isConfigured: secrets.length > 0,
      secretVariable,
      pause: pauses.find((pause) => pause.provider === provider),
      pending: waiting.of(provider, 'pending'),
      failed: waiting.of(provider, 'failed'),
    }));
    return SourcesPage({ session, sources, done });
  }

  @Action(':provider/pause')
  @Redirect()
  async pause(
    @Param('provider') provider: string,
    @Body({ schema: pauseForm }) { reason }: PauseForm,
    @Session() { actor }: ConsoleSession,
  ) {
    this.sources.get(provider);
    await this.pauses.pause(provider, reason, actor);
    return seeOther(PAGE, { done: 'paused' });
  }

  @Action(':provider/resume')
  @Redirect()
  async resume(@Param('provider') provider: string, @Session() { actor }: ConsoleSession) {
    this.sources.get(provider);
    await this.pauses.resume(provider, actor);
    return seeOther(PAGE, { done: 'resumed' });
  }
}
