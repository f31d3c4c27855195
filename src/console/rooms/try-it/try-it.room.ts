import { Body, Get, HttpStatus, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ZodError } from 'zod';
import { Connections } from '../../../connections/accounts/connections.service.js';
import { IntegrationError, ValidationError } from '../../../contracts/errors.js';
import { observingCalls } from '../../../outbound/request-log/observed-calls.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { ProviderReports } from '../providers/provider-reports.js';
import { Trials, type Trial } from './trials.js';
import { TryItPage, type TriedOut } from './try-it-page.js';

/** Accounts that one can choose from, the newest. */
const MOST_ACCOUNTS = 50;

/** Forms that make a real call of a provider, and show what was sent and what came back. */
@Room('providers/:provider/try')
export class TryItRoom {
  constructor(
    private readonly trials: Trials,
    private readonly reports: ProviderReports,
    private readonly connections: Connections,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Page()
  async show(@Param('provider') provider: string, @Session() session: ConsoleSession) {
    return this.page(session, provider, undefined);
  }

  @Action(':trial')
  async run(
    @Param('provider') provider: string,
    @Param('trial') name: string,
    @Body() body: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const trial = this.trialsOf(provider).find((one) => one.name === name);
    if (!trial)
      throw new ApiError('NOT_FOUND', `There is nothing ${JSON.stringify(name)} to try at ${provider}.`);
    const typed = typedIn(trial, body);
    const { actor } = session;
    await this.audit.note({
      actor,
      action: 'provider.tried',
      target: `provider:${provider}`,
      details: { trial: name },
    });
    const startedAtMs = performance.now();
    const { result, calls } = await observingCalls(() => trial.run(typed));
    const durationMs = Math.round(performance.now() - startedAtMs);
    const errors = result.status === 'rejected' ? errorsIn(result.reason) : {};
    if (Object.keys(errors).length > 0) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    const failure = result.status === 'rejected' ? sentence(result.reason, errors) : undefined;
    return this.page(session, provider, { trial: name, typed, errors, failure, calls, durationMs });
  }

  private async page(session: ConsoleSession, provider: string, tried: TriedOut | undefined) {
    const trials = this.trialsOf(provider);
    const report = (await this.reports.all()).find(({ name }) => name === provider);
    return TryItPage({
      session,
      provider,
      title: report?.title ?? provider,
      isSandbox: report?.isSandbox ?? false,
      trials,
      accounts: await this.accountsOf(provider),
      tried,
    });
  }

  private async accountsOf(provider: string): Promise<readonly (readonly [id: string, label: string])[]> {
    const connected = await this.connections.list({ provider, status: 'connected' }, MOST_ACCOUNTS);
    return [
      ['', 'that of the environment'],
      ...connected.map(
        ({ id, account, tenant }) => [id, `${account.label}${tenant ? ` (${tenant})` : ''}`] as const,
      ),
    ];
  }

  private trialsOf(provider: string): Trial[] {
    const trials = this.trials.of(provider);
    if (trials.length > 0) return trials;
    throw new ApiError('NOT_FOUND', `There is nothing to try at ${JSON.stringify(provider)}.`);
  }
}

/** What was typed, by field; what was left empty is left out. */
function typedIn({ fields }: Trial, body: unknown): Record<string, string> {
  const form = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = form[name];
      return typeof value === 'string' && value.trim() !== '' ? [[name, value]] : [];
    }),
  );
}

/** What is wrong, by field. */
function errorsIn(error: unknown): Record<string, string> {
  if (error instanceof ZodError) {
    return Object.fromEntries(error.issues.map(({ path, message }) => [path.join('.'), message]));
  }
  if (!(error instanceof ValidationError)) return {};
  return Object.fromEntries(
    error.details.map(({ field, issue }) => [
      field
        .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
        .replace(/^(start|end)\.time_zone$/, 'time_zone')
        .replace(/^data\./, ''),
      issue,
    ]),
  );
}

function sentence(error: unknown, errors: Readonly<Record<string, string>>): string {
  if (Object.keys(errors).length > 0) return 'It was refused: see what is wrong beside the fields.';
  if (error instanceof IntegrationError) return `${error.code}: ${error.message}`;
  throw error;
}
