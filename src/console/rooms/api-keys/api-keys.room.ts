import { Body, Get, HttpStatus, Param, Query, Redirect, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ApiKeysService } from '../../../platform/api-access/api-keys.service.js';
import { SCOPES } from '../../../platform/api-access/scopes.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { ApiKeysPage } from './api-keys-page.js';

const listQuery = z.object({ done: z.literal('revoked').optional().catch(undefined) });
const keyId = z.uuid();

/** Each scope is a checkbox of its own name: a form's fields come with one value each. */
const createForm = z
  .looseObject({
    name: z.string('is needed').max(100, 'has at most 100 characters'),
    expires: z.iso
      .date('is a date, such as 2027-01-31')
      .transform((text) => new Date(text))
      .refine((date) => date.getTime() > Date.now(), 'is over already')
      .optional(),
  })
  .transform((form, context) => {
    const scopes = SCOPES.filter((scope) => form[scope] !== undefined);
    if (!scopes.length)
      context.addIssue({ code: 'custom', path: ['scopes'], message: 'Choose at least one.' });
    return { name: form.name, scopes, expiresAt: form.expires };
  });

/** The keys with which programs call the HTTP API. */
@Room('api-keys')
export class ApiKeysRoom {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Page()
  async list(
    @Session() session: ConsoleSession,
    @Query({ schema: listQuery }) { done }: z.output<typeof listQuery>,
  ) {
    return ApiKeysPage({ session, keys: await this.apiKeys.list(), revoked: done === 'revoked' });
  }

  @Action('')
  async create(
    @Session() session: ConsoleSession,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { value, typed, errors } = readFilterQuery(createForm, body);
    if (!value) {
      void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return ApiKeysPage({ session, keys: await this.apiKeys.list(), typed, errors });
    }
    const { scopes, expiresAt } = value;
    const { id, name, key } = await this.apiKeys.create(value.name, scopes, { expiresAt });
    await this.audit.note({
      actor: session.actor,
      action: 'api_key.created',
      target: `api_key:${id}`,
      details: { name, scopes: scopes.join(', '), expires_at: expiresAt?.toISOString() ?? null },
    });
    return ApiKeysPage({ session, keys: await this.apiKeys.list(), created: { name, key } });
  }

  @Action(':id/revoke')
  @Redirect()
  async revoke(@Session() session: ConsoleSession, @Param('id', { schema: keyId }) id: string) {
    if (!(await this.apiKeys.revoke(id))) {
      throw new ApiError('NOT_FOUND', 'There is no such key, or it is revoked already.');
    }
    await this.audit.note({ actor: session.actor, action: 'api_key.revoked', target: `api_key:${id}` });
    return seeOther('/console/api-keys', { done: 'revoked' });
  }
}
