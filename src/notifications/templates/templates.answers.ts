import { z } from 'zod';
import { like, pageOf, rarely, schemaNotes, time } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';
import { chatBlock } from '../records/message.js';

/** What the routes of templates answer. */

const template = z
  .object({
    name: like('order-paid'),
    subject: like('Order {{order}}').nullable(),
    text: like('Order {{order}} is paid.').nullable(),
    html: rarely(z.string()),
    blocks: rarely(z.array(chatBlock)),
    created_at: time,
    updated_at: time,
  })
  .register(schemaNotes, { id: 'NotificationTemplate' });

const name = { name: 'order-paid' };

export const templateRoutes = {
  list: {
    id: 'listNotificationTemplates',
    summary: 'List templates',
    description: 'By name.',
    answers: { 200: { description: 'A page of templates.', schema: pageOf(template) } },
  },
  get: {
    id: 'getNotificationTemplate',
    summary: 'Get a template',
    parameters: name,
    answers: { 200: { description: 'The template.', schema: template } },
  },
  put: {
    id: 'putNotificationTemplate',
    summary: 'Make or replace a template',
    description: 'Text with places to fill in ([Mustache](https://mustache.github.io/mustache.5.html)).',
    parameters: name,
    body: { subject: 'Order {{order}}', text: 'Order {{order}} is paid.' },
    answers: { 200: { description: 'The template.', schema: template } },
  },
  remove: {
    id: 'deleteNotificationTemplate',
    summary: 'Delete a template',
    parameters: name,
    answers: { 204: { description: 'It is deleted.' } },
  },
} satisfies Record<string, RouteDescription>;
