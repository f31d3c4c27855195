import { Body, Get, HttpCode, Param, Post, Put, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequiresScope } from '../platform/api-access/api-access.guard.js';
import { Answers } from '../platform/http/answers.js';
import { ApiController } from '../platform/http/api-controller.js';
import { isFinalForEach } from '../platform/http/outcomes.js';
import { WireFieldsInterceptor } from '../platform/http/wire-fields.interceptor.js';
import { CallKey, Idempotent } from '../platform/idempotency/idempotent.js';
import { contactRoutes } from './contacts.answers.js';
import { presentContact, presentOutcomes } from './contacts.presentation.js';
import {
  batchBody,
  getQuery,
  listQuery,
  upsertBody,
  type BatchBody,
  type GetQuery,
  type ListQuery,
  type UpsertBody,
} from './contacts.schemas.js';
import { ContactsService } from './contacts.service.js';

/** Contacts over HTTP. */
@ApiController('v1/contacts')
@UseInterceptors(WireFieldsInterceptor)
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  /** 201 for a new one, 200 for one that was there. */
  @Put()
  @Answers(contactRoutes.upsert)
  @RequiresScope('contacts:write')
  async upsert(
    @Body({ schema: upsertBody }) { account, contact }: UpsertBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const upserted = await this.contacts.upsertContact(contact, account);
    void reply.status(upserted.created ? 201 : 200);
    return { ...presentContact(upserted.contact), created: upserted.created };
  }

  @Get()
  @Answers(contactRoutes.list)
  @RequiresScope('contacts:read')
  async list(@Query({ schema: listQuery }) { account, query }: ListQuery) {
    const { contacts, nextPageToken } = await this.contacts.pageOfContacts(query, account);
    return { data: contacts.map(presentContact), next_cursor: nextPageToken ?? null };
  }

  @Get(':id')
  @Answers(contactRoutes.get)
  @RequiresScope('contacts:read')
  async get(@Param('id') id: string, @Query({ schema: getQuery }) { account, properties }: GetQuery) {
    return presentContact(await this.contacts.getContact(id, { properties }, account));
  }

  /** Many at once, by the provider's batch calls: one outcome for each, in their order. */
  @Post('batch')
  @Answers(contactRoutes.upsertMany)
  @HttpCode(200)
  @RequiresScope('contacts:write')
  @Idempotent({ required: false, isFinal: isFinalForEach })
  async upsertMany(
    @Body({ schema: batchBody }) { account, contacts }: BatchBody,
    @CallKey() idempotencyKey: string | undefined,
  ) {
    const outcomes = await this.contacts.upsertContacts(contacts, { ...account, idempotencyKey });
    return { data: presentOutcomes(outcomes) };
  }
}
