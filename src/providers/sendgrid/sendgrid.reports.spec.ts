import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import { sendgridEvent } from '../../../test/support/sendgrid-webhooks.js';
import { sendgridReports } from './sendgrid.reports.js';

const anyEvent = z.looseObject({
  event: z.string(),
  email: z.string().optional(),
  type: z.string().optional(),
});

const read = (fields: Record<string, unknown>) => {
  const event = sendgridEvent(fields);
  return sendgridReports.read({ type: event.event, payload: event });
};

describe('what SendGrid’s events say of messages', () => {
  it.each([
    ['processed', {}, { status: 'sent' }],
    ['deferred', { response: '451 later' }, { reason: '451 later' }],
    ['delivered', {}, { status: 'delivered' }],
    [
      'bounce',
      { type: 'bounce', reason: '550 no such user' },
      {
        status: 'bounced',
        reason: '550 no such user',
        suppress: { address: 'recipient@example.com', reason: 'bounced' },
      },
    ],
    ['bounce', { type: 'blocked', reason: '554 not today' }, { status: 'bounced', reason: '554 not today' }],
    ['dropped', { reason: 'Bounced Address' }, { status: 'failed', reason: 'Bounced Address' }],
    ['open', {}, {}],
    ['click', { url: 'https://acme.example' }, {}],
    ['spamreport', {}, { suppress: { address: 'recipient@example.com', reason: 'complained' } }],
    ['unsubscribe', {}, { suppress: { address: 'recipient@example.com', reason: 'unsubscribed' } }],
    ['group_unsubscribe', {}, { suppress: { address: 'recipient@example.com', reason: 'unsubscribed' } }],
  ])('%s %j', (event, fields, said) => {
    expect(sendgridReports.types).toContain(event);
    expect(read({ event, hookline_reference: 'n_1', ...fields })).toEqual({
      message: { reference: 'n_1' },
      type: event,
      recipient: 'recipient@example.com',
      occurredAt: new Date(1_785_000_001_000),
      ...said,
    });
  });

  it('know the message by our reference, or else by the id that sending was answered with', () => {
    expect(read({})?.message).toEqual({ messageId: '14c5d75ce93' });
    expect(
      read({ sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-18-5F5FC76C-9.0' })?.message,
    ).toEqual({
      messageId: 'LRzXl_NHStOGhQ4kofSm_A',
    });
  });

  it.each([
    ['of another kind', { event: 'some_future_event' }],
    ['of no message', { event: 'account_status_change', sg_message_id: undefined }],
    ['without a time', { timestamp: undefined }],
  ])('say nothing in an event %s', (_what, fields) => {
    expect(read(fields)).toBeUndefined();
  });

  it('never throw, whatever arrives', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sendgridReports.types), fc.anything(), (type, payload) => {
        expect(() => sendgridReports.read({ type, payload })).not.toThrow();
      }),
    );
  });
});

describeContract('sendgrid/event-webhook-batch.json', z.array(anyEvent).length(12), (events) => {
  it('is read whole, one message in all of it', () => {
    const reports = events.map((event) => sendgridReports.read({ type: event.event, payload: event }));
    expect(
      events.filter(({ event }) => !sendgridReports.types.includes(event)).map(({ event }) => event),
    ).toEqual(['group_resubscribe']);
    expect(new Set(reports.flatMap((report) => report?.status ?? []))).toEqual(
      new Set(['sent', 'delivered', 'bounced', 'failed']),
    );
    expect(reports.flatMap((report) => report?.suppress?.reason ?? [])).toEqual(
      expect.arrayContaining(['bounced', 'complained', 'unsubscribed']),
    );
  });
});

const cases = z.object({ cases: z.array(z.object({ name: z.string(), body: z.array(anyEvent) })).min(5) });

describeContract('sendgrid/event-webhook-edge-cases.json', cases, ({ cases: all }) => {
  it.each(all)('$name', ({ body }) => {
    const known = body.filter(({ event }) => sendgridReports.types.includes(event));
    const reports = body.flatMap(
      (event) => sendgridReports.read({ type: event.event, payload: event }) ?? [],
    );
    expect(reports.map(({ type }) => type)).toEqual(known.map(({ event }) => event));
  });
});
