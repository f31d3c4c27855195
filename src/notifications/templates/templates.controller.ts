import { Body, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { storedText } from '../../platform/http/text-field.js';
import { chatBlock } from '../records/message.js';
import { checkTemplate } from './rendering.js';
import { templateRoutes } from './templates.answers.js';
import { Templates, type Template } from './templates.js';

const templateName = z
  .string()
  .regex(/^[\w.-]{1,100}$/, { error: 'must be 1 to 100 letters, digits, _ . or -' });

/** Text with places to fill in: `Hello {{name}}`. */
const mustache = (maxLength: number) =>
  storedText(maxLength).superRefine((template, context) => {
    try {
      checkTemplate(template);
    } catch (error) {
      const message = `is no Mustache template: ${error instanceof Error ? error.message : 'broken'}`;
      context.addIssue({ code: 'custom', message });
    }
  });

const templateBody = z
  .strictObject({
    subject: mustache(998).optional(),
    text: mustache(40_000).optional(),
    html: mustache(1_000_000).optional(),
    blocks: z.array(chatBlock).min(1).max(50).optional(),
  })
  .refine(({ text: words, html, blocks }) => words ?? html ?? blocks, {
    path: ['text'],
    error: 'must be there, unless html or blocks are',
  });
type TemplateBody = z.output<typeof templateBody>;

const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: templateName.optional(),
});
type ListQuery = z.output<typeof listQuery>;

/** Templates of notifications over HTTP. */
@ApiController('v1/notification-templates')
export class TemplatesController {
  constructor(private readonly templates: Templates) {}

  @Get()
  @Answers(templateRoutes.list)
  @RequiresScope('notifications:read')
  async list(@Query({ schema: listQuery }) { limit, cursor }: ListQuery) {
    const found = await this.templates.list(limit + 1, cursor);
    const page = found.slice(0, limit);
    return {
      data: page.map(present),
      next_cursor: found.length > limit ? (page.at(-1)?.name ?? null) : null,
    };
  }

  @Get(':name')
  @Answers(templateRoutes.get)
  @RequiresScope('notifications:read')
  async get(@Param('name', { schema: templateName }) name: string) {
    const template = await this.templates.get(name);
    if (template) return present(template);
    throw notThere(name);
  }

  @Put(':name')
  @Answers(templateRoutes.put)
  @RequiresScope('notifications:write')
  async put(
    @Param('name', { schema: templateName }) name: string,
    @Body({ schema: templateBody }) body: TemplateBody,
    @Caller() actor: Actor,
  ) {
    return present(await this.templates.put(name, body, actor));
  }

  @Delete(':name')
  @Answers(templateRoutes.remove)
  @HttpCode(204)
  @RequiresScope('notifications:write')
  async delete(@Param('name', { schema: templateName }) name: string, @Caller() actor: Actor) {
    if (!(await this.templates.delete(name, actor))) throw notThere(name);
  }
}

function present({ name, subject, text: words, html, blocks, createdAt, updatedAt }: Template) {
  return {
    name,
    subject: subject ?? null,
    text: words ?? null,
    html: html ?? null,
    blocks: blocks ?? null,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}

function notThere(name: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no template ${JSON.stringify(name)}.`);
}
