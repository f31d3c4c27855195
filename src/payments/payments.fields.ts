import { z } from 'zod';
import { MAX_AMOUNT, parseCurrency } from '../contracts/money.js';
import { schemaNotes } from '../platform/http/answer-fields.js';
import { text } from '../platform/http/text-field.js';

/** The kinds of fields that requests about payments are made of. */

const AMOUNT = `must be a whole number of minor units (19.99 EUR is 1999) from 1 to ${MAX_AMOUNT}`;

export const amount = z
  .number({ error: AMOUNT })
  .refine((value) => Number.isInteger(value) && value >= 1 && value <= MAX_AMOUNT, { error: AMOUNT })
  .register(schemaNotes, {
    type: 'integer',
    minimum: 1,
    maximum: MAX_AMOUNT,
    description: 'In minor units: 1999 is 19.99 EUR.',
  });

export const currency = z
  .string({ error: 'must be an ISO 4217 code such as EUR' })
  .transform((code, context) => {
    const parsed = parseCurrency(code);
    if (parsed) return parsed;
    context.addIssue({ code: 'custom', message: 'is not an ISO 4217 currency; use a code such as EUR' });
    return z.NEVER;
  })
  .register(schemaNotes, { pattern: '^[A-Za-z]{3}$', description: 'ISO 4217.' });

export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
  .max(2048);

/**
 * What stands on a bank statement.
 * @see https://docs.stripe.com/get-started/account/statement-descriptors#requirements
 */
export const statementDescriptor = text(22)
  .regex(/^[^<>\\'"*]*$/, { error: 'must not contain < > \\ \' " or *' })
  .regex(/\p{Script=Latin}/u, { error: 'must contain a letter' })
  .regex(/^[\p{Script=Latin}\p{Script=Common}]*$/u, { error: 'must be in Latin characters' });

const METADATA = { pairs: 50, keyLength: 40, valueLength: 500 };

/** Notes within the limits of every provider, which are Stripe's. @see https://docs.stripe.com/api/metadata */
export const metadata = z
  .record(z.string(), text(METADATA.valueLength).or(z.literal('')))
  .superRefine((pairs, context) => {
    const keys = Object.keys(pairs);
    if (keys.length > METADATA.pairs) {
      context.addIssue({ code: 'custom', message: `must have at most ${METADATA.pairs} keys` });
    }
    for (const key of keys) {
      if (key.length >= 1 && key.length <= METADATA.keyLength && /^[^[\]\p{Surrogate}]+$/u.test(key))
        continue;
      const message = `must have a key of 1 to ${METADATA.keyLength} characters without square brackets`;
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });
