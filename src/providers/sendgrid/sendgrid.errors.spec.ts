import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  AuthenticationError,
  IntegrationError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  ValidationError,
} from '../../contracts/errors.js';
import { RefusedMessagesError, refusalOf, SENDING } from './sendgrid.errors.js';

const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const refused = (status: number, body?: unknown, headers?: Record<string, string>, operation = SENDING) =>
  refusalOf(answer(status, body, headers), { provider: 'sendgrid', operation });
const complaint = (field: string | null, message = 'Not like this.') => ({
  errors: [{ message, field, help: 'https://sendgrid.com/docs' }],
});
const fieldsOf = (error: unknown) =>
  error instanceof ValidationError ? error.details.map(({ field }) => field) : undefined;

describe('what an answer of SendGrid means', () => {
  it.each([
    [401, complaint(null), AuthenticationError],
    [401, complaint(null, 'Maximum credits exceeded'), PermissionError],
    [403, complaint(null, 'access forbidden'), PermissionError],
    [404, complaint(null), NotFoundError],
    [405, complaint(null), ProviderError],
    [413, '<html>too large</html>', ValidationError],
    [429, complaint(null), RateLimitError],
    [500, complaint(null), OutcomeUnknownError],
    [502, '<html>a proxy</html>', OutcomeUnknownError],
  ])('HTTP %i %j', (status, body, error) => {
    expect(refused(status, body)).toBeInstanceOf(error);
  });

  it('is nothing for a success', () => {
    expect(refused(202)).toBeUndefined();
  });

  it('leaves nothing in doubt where nothing is sent, or nothing was begun', () => {
    expect(refused(500, {}, {}, 'notifications.find')).toBeInstanceOf(ProviderUnavailableError);
    expect(refused(503, {}, { 'retry-after': '5' })).toBeInstanceOf(ProviderUnavailableError);
    expect(refused(503)).toBeInstanceOf(OutcomeUnknownError);
  });

  it('waits until the window of the limit ends', () => {
    const headers = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 30),
    };
    const error = refused(429, {}, headers);
    expect(error).toMatchObject({ retryAfterMs: expect.any(Number) });
    expect(error instanceof RateLimitError && Math.abs(error.retryAfterMs - 30_000) < 1500).toBe(true);
  });

  it.each([
    ['personalizations.0.to.0.email', 'to'],
    ['personalizations.0.to.0.name', 'toName'],
    ['personalizations.0.cc.2.email', 'cc.2'],
    ['personalizations.0.dynamic_template_data', 'template.data'],
    ['personalizations', 'to'],
    ['from.email', 'from.email'],
    ['from', 'from'],
    ['reply_to.email', 'replyTo.email'],
    ['subject', 'subject'],
    ['content.0.value', 'text'],
    ['attachments.1.filename', 'attachments.1.name'],
    ['attachments.1.type', 'attachments.1.contentType'],
    ['attachments.1.content', 'attachments.1.content'],
    ['attachments.1.content_id', 'attachments.1.contentId'],
    ['template_id', 'template.id'],
    ['categories', 'categories'],
    ['send_at', 'sendAt'],
  ])('calls %s by our name of it: %s', (theirs, ours) => {
    expect(fieldsOf(refused(400, complaint(theirs)))).toEqual([ours]);
  });

  it('finds the second place of an address that is named twice', () => {
    const message =
      'Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [a@b.co] in the personalizations.0.cc field.';
    expect(fieldsOf(refused(400, complaint('personalizations.0', message)))).toEqual(['cc']);
  });

  it('blames no field where SendGrid does not, or names one that is not ours', () => {
    expect(fieldsOf(refused(400, complaint(null)))).toEqual([]);
    expect(fieldsOf(refused(400, complaint('ip_pool_name')))).toEqual([]);
  });

  it('tells the messages of a request apart, unless something is wrong with all of them', () => {
    const both = { errors: [...complaint('personalizations.2.to.0.email').errors] };
    const error = refused(400, both);
    expect(error).toBeInstanceOf(RefusedMessagesError);
    expect(error instanceof RefusedMessagesError && [0, 2].map((at) => error.refusalOf(at)?.details)).toEqual(
      [undefined, [{ field: 'to', issue: 'is refused by SendGrid: Not like this' }]],
    );
    both.errors.push(...complaint('from').errors);
    expect(refused(400, both)).not.toBeInstanceOf(RefusedMessagesError);
  });

  it('never repeats a key that SendGrid quotes', () => {
    const key = 'SG.abcdefghijklmnop.qrstuvwxyz0123456789';
    const error = refused(400, complaint('subject', `You provided ${key}.`));
    expect(JSON.stringify([error?.message, error instanceof ValidationError && error.details])).not.toContain(
      key,
    );
  });

  it('is an error of ours, whatever the body is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        expect(refused(status, body)).toBeInstanceOf(IntegrationError);
      }),
    );
  });
});
