import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import { ValidationError } from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { isWorthRepeating, refusalOf } from './salesforce.errors.js';

const answer = (status: number, body: unknown): OutboundResponse => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const about = { provider: 'salesforce', operation: 'contacts.upsert' };
const refused = (errorCode: string, rest: object = {}, status = 400) =>
  refusalOf(answer(status, [{ errorCode, message: 'because', ...rest }]), about);

it('leaves a success alone', () => {
  expect(refusalOf(answer(204, ''), about)).toBeUndefined();
});

it('says little about an answer that is not Salesforce’s', () => {
  const error = refusalOf(answer(404, '<html>Not found</html>'), about);
  expect(error).toMatchObject({ name: 'ProviderError', status: 404 });
  expect(error?.message).not.toContain('html');
});

describe('a refusal', () => {
  it('names the fields that are wrong', () => {
    const error = refused('REQUIRED_FIELD_MISSING', { fields: ['LastName', 'Region__c'] });
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ details: [{ field: 'LastName' }, { field: 'Region__c' }] });
  });

  it.each([
    "\nId, Nope__c FROM Contact\n    ^\nERROR at Row:1:Column:12\nNo such column 'Nope__c' on entity 'Contact'. If you …",
    "No such column 'Nope__c' on sobject of type Contact",
  ])('names a field that there is not: %j', (message) => {
    expect(refused('INVALID_FIELD', { message })).toMatchObject({ details: [{ field: 'Nope__c' }] });
  });

  it.each([
    ['DUPLICATES_DETECTED', 'ConflictError'],
    ['DUPLICATE_VALUE', 'ConflictError'],
    ['DUPLICATE_EXTERNAL_ID', 'ConflictError'],
    ['INSUFFICIENT_ACCESS_OR_READONLY', 'PermissionError'],
    ['API_DISABLED_FOR_ORG', 'PermissionError'],
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'UnprocessableError'],
    ['STRING_TOO_LONG', 'ValidationError'],
    ['MALFORMED_QUERY', 'ProviderError'],
    ['SOMETHING_NEW', 'ProviderError'],
  ])('%s is a %s', (errorCode, name) => {
    expect(refused(errorCode)).toMatchObject({ name, message: expect.stringContaining(errorCode) });
  });

  it('of several records for one external id is a conflict', () => {
    expect(refusalOf(answer(300, ['/services/data/v63.0/sobjects/Contact/003']), about)).toMatchObject({
      name: 'ConflictError',
    });
  });

  it('says which limit is used up', () => {
    const daily = refused('REQUEST_LIMIT_EXCEEDED', { message: 'TotalRequests Limit exceeded.' }, 403);
    expect(daily).toMatchObject({ name: 'RateLimitError', retryAfterMs: 900_000 });
    expect(daily?.message).toContain('daily limit');
    const atOnce = refused(
      'REQUEST_LIMIT_EXCEEDED',
      { message: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.' },
      403,
    );
    expect(atOnce).toMatchObject({ name: 'RateLimitError', retryAfterMs: 5_000 });
  });

  it('shows no secret that Salesforce quotes', () => {
    const message = 'First Name: data value too large: xoxb-1234567890-abcdefghij (max length=40)';
    expect(refused('STRING_TOO_LONG', { message })?.message).not.toContain('xoxb-1234567890');
  });

  it('is worth repeating when somebody else was changing the record', () => {
    expect(isWorthRepeating(answer(400, [{ errorCode: 'UNABLE_TO_LOCK_ROW', message: '' }]))).toBe(true);
    expect(isWorthRepeating(answer(400, [{ errorCode: 'STRING_TOO_LONG', message: '' }]))).toBeUndefined();
    expect(isWorthRepeating(answer(503, '<html>'))).toBeUndefined();
  });
});

const contract = z.object({ errors: z.array(z.object({ status: z.number(), body: z.unknown() })) });

describeContract('salesforce/samples.json', contract, ({ errors }) => {
  it('has a class for each refusal', () => {
    const names = errors.map(({ status, body }) => [status, refusalOf(answer(status, body), about)?.name]);
    expect(names).toEqual([
      [400, 'ValidationError'],
      [400, 'ConflictError'],
      [400, 'ProviderUnavailableError'],
      [401, 'AuthenticationError'],
      [403, 'RateLimitError'],
      [404, 'NotFoundError'],
      [404, 'NotFoundError'],
      [503, 'ProviderUnavailableError'],
    ]);
  });
});
