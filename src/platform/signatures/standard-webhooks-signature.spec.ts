import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import { parseStandardWebhooksKey } from './standard-webhooks-key.js';
import { standardWebhooksHeaders } from './standard-webhooks-signature.js';

const vectorFile = z.object({
  vectors: z.array(
    z.object({
      name: z.string(),
      secret: z.string(),
      headers: z.record(z.string(), z.string()),
      payload: z.string(),
      valid: z.boolean(),
    }),
  ),
});

describeContract('standard-webhooks/vectors.json', vectorFile, ({ vectors }) => {
  const valid = vectors.filter((vector) => vector.valid);

  it('has some that are valid', () => {
    expect(valid.length).toBeGreaterThan(3);
  });

  it.each(valid)('signs as published: $name', ({ secret, headers, payload }) => {
    const key = parseStandardWebhooksKey(secret);
    const made = standardWebhooksHeaders(
      {
        id: headers['webhook-id'] ?? '',
        sentAt: new Date(Number(headers['webhook-timestamp']) * 1_000),
        body: payload,
      },
      key?.version === 'v1' ? [key.secret] : [],
    );
    expect(headers['webhook-signature']?.split(' ')).toContain(made['webhook-signature']);
  });
});
