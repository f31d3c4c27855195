import { Body, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { webhookAccountRoutes } from './webhook-accounts.answers.js';
import { WebhookAccounts, type AccountName, type WebhookAccount } from './webhook-accounts.js';
import {
  accountProvider,
  accountSettings,
  connectionId as connectionIdForm,
  listQuery,
  type AccountSettings,
  type ListQuery,
} from './webhook-accounts.schemas.js';

/** The accounts whose webhooks come to `/webhooks/:provider/:connectionId`. Secrets go in, and never come out. */
@ApiController('v1/webhook-accounts')
export class WebhookAccountsController {
  constructor(private readonly accounts: WebhookAccounts) {}

  @Get()
  @Answers(webhookAccountRoutes.list)
  @RequiresScope('webhooks:read')
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: ListQuery) {
    const accounts = await this.accounts.list(filter, limit + 1, cursor);
    const page = accounts.slice(0, limit);
    const last = accounts.length > limit ? page.at(-1) : undefined;
    return {
      data: page.map(presentAccount),
      next_cursor: last ? `${last.provider}/${last.connectionId}` : null,
    };
  }

  @Get(':provider/:connectionId')
  @Answers(webhookAccountRoutes.get)
  @RequiresScope('webhooks:read')
  async get(
    @Param('provider', { schema: accountProvider }) provider: string,
    @Param('connectionId', { schema: connectionIdForm }) connectionId: string,
  ) {
    const account = await this.accounts.get({ provider, connectionId });
    if (!account) throw noSuchAccount({ provider, connectionId });
    return presentAccount(account);
  }

  @Put(':provider/:connectionId')
  @Answers(webhookAccountRoutes.set)
  @RequiresScope('webhooks:write')
  async set(
    @Param('provider', { schema: accountProvider }) provider: string,
    @Param('connectionId', { schema: connectionIdForm }) connectionId: string,
    @Body({ schema: accountSettings }) settings: AccountSettings,
    @Caller() actor: Actor,
  ) {
    return presentAccount(await this.accounts.set({ provider, connectionId }, settings, actor));
  }

  @Delete(':provider/:connectionId')
  @Answers(webhookAccountRoutes.remove)
  @HttpCode(204)
  @RequiresScope('webhooks:write')
  async remove(
    @Param('provider', { schema: accountProvider }) provider: string,
    @Param('connectionId', { schema: connectionIdForm }) connectionId: string,
    @Caller() actor: Actor,
  ): Promise<void> {
    if (!(await this.accounts.remove({ provider, connectionId }, actor))) {
      throw noSuchAccount({ provider, connectionId });
    }
  }
}

function presentAccount(account: WebhookAccount) {
  return {
    provider: account.provider,
    connection_id: account.connectionId,
    tenant: account.tenant,
    secret_count: account.secretCount,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
  };
}

function noSuchAccount({ provider, connectionId }: AccountName): ApiError {
  return new ApiError('NOT_FOUND', `No account ${connectionId} of ${provider} has webhook secrets here.`);
}
