import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { toIntegrationError } from './salesforce.errors.js';

const answer = (status: number, body: unknown): OutboundResponse => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const about = { provider: 'salesforce', operation: 'records.get' };

it('says little about an answer that is not Salesforce’s', () => {
  const error = toIntegrationError(answer(404, '<html>Not found</html>'), about);
  expect(error).toMatchObject({ name: 'ProviderError', status: 404 });
  expect(error.message).not.toContain('html');
});

const contract = z.object({ errors: z.array(z.object({ status: z.number(), body: z.unknown() })) });

describeContract('salesforce/samples.json', contract, ({ errors }) => {
  it('has a class for each refusal', () => {
    const names = errors.map(({ status, body }) => [
      status,
      toIntegrationError(answer(status, body), about).name,
    ]);
    expect(names).toEqual([
      [400, 'ProviderError'],
      [400, 'ProviderError'],
      [400, 'ProviderError'],
      [401, 'AuthenticationError'],
      [403, 'RateLimitError'],
      // A record that is gone is no error to who asks for it, and is told apart before.
      [404, 'ProviderError'],
      [404, 'ProviderError'],
      [503, 'ProviderUnavailableError'],
    ]);
  });
});
