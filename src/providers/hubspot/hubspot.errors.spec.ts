import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import type { IntegrationError } from '../../contracts/errors.js';
import { refusalOf } from './hubspot.errors.js';

const about = { provider: 'hubspot', operation: 'contacts.upsert' };

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const refused = (status: number, body: unknown): IntegrationError | undefined =>
  refusalOf(answer(status, body), about, (property) => `properties.${property}`);

describe('what a refusal of HubSpot’s becomes', () => {
  it.each<[string, number, unknown]>([
    ['ValidationError', 400, { category: 'VALIDATION_ERROR', message: 'Invalid input JSON on line 1' }],
    ['ValidationError', 400, 'not JSON'],
    ['AuthenticationError', 401, { category: 'INVALID_AUTHENTICATION' }],
    ['AuthenticationError', 401, {}],
    ['PermissionError', 403, { category: 'MISSING_SCOPES' }],
    ['NotFoundError', 404, '<html>'],
    ['ConflictError', 409, { category: 'CONFLICT' }],
    ['ProviderUnavailableError', 423, {}],
    ['ProviderUnavailableError', 477, {}],
    ['ProviderUnavailableError', 502, { category: 'VALIDATION_ERROR' }],
    ['RateLimitError', 429, {}],
    ['ProviderError', 418, { message: 'A teapot' }],
  ])('%s for %i %j', (name, status, body) => {
    expect(refused(status, body)).toMatchObject({ name, status, operation: about.operation });
  });

  it('is nothing for a success, a partial one included', () => {
    expect([200, 201, 204, 207].map((status) => refused(status, {}))).toEqual(Array(4).fill(undefined));
  });

  it('names the property that is listed beside the message', () => {
    const body = {
      category: 'VALIDATION_ERROR',
      message: 'Property "tier" does not exist',
      errors: [
        {
          message: 'Property "tier" does not exist',
          code: 'PROPERTY_DOESNT_EXIST',
          context: { propertyName: ['tier'] },
        },
      ],
    };
    expect(refused(400, body)).toMatchObject({
      details: [{ field: 'properties.tier', issue: expect.stringContaining('is no property') }],
    });
  });

  it('shows neither what was sent nor a token', () => {
    const faults = [
      {
        name: 'email',
        error: 'INVALID_EMAIL',
        message: 'Email address my-secret is invalid',
        isValid: false,
      },
    ];
    const message = `Property values were not valid: ${JSON.stringify(faults)}`;
    expect(JSON.stringify(refused(400, { message }))).not.toContain('my-secret');
    const token = 'pat-na1-0123456789abcdef0123456789abcdef';
    expect(refused(400, { message: `Bad token ${token}` })?.message).not.toContain(token);
  });

  it('names the scopes that are missing', () => {
    const errors = [{ message: '', context: { requiredGranularScopes: ['crm.objects.contacts.write'] } }];
    const error = refused(403, { category: 'MISSING_SCOPES', message: 'No.', errors });
    expect(error?.message).toContain('crm.objects.contacts.write');
  });
});

const samples = z.object({
  samples: z.array(z.object({ status: z.number(), body: z.looseObject({ correlationId: z.string() }) })),
});

describeContract('hubspot/errors.json', samples, ({ samples: published }) => {
  it.each(published.map((sample) => [sample.status, JSON.stringify(sample.body), sample] as const))(
    '%i %s is known, with its id for HubSpot’s support',
    (status, _shown, { body }) => {
      const error = refused(status, body);
      expect(error).toMatchObject({ status, requestId: body.correlationId });
      expect(error?.name).not.toBe('ProviderError');
    },
  );
});
