import type Stripe from 'stripe';
import { ValidationError } from '../../../contracts/errors.js';
import type { Metadata } from '../../../contracts/payments.js';
import type { StripeOperation } from '../stripe.client.js';

/** Where our reference stands in the metadata of what we make. */
const NAME = 'hookline_reference';

/** The most pairs that Stripe takes. @see https://docs.stripe.com/api/metadata */
const MAX_PAIRS = 50;

/** Something with metadata: parameters, or an object of Stripe's. */
interface Tagged {
  metadata?: Stripe.Emptyable<Stripe.MetadataParam>;
}

/**
 * Puts our reference into what is about to be made, so that it can be found if the answer is lost: the idempotency key
 * of the write, so that a repeat has the same parameters. Whoever uses up all of Stripe's pairs gets them, and no
 * reference.
 * @param step of the write, where the operation makes several
 * @throws ValidationError when the caller's metadata has a pair of the reference's name
 */
export function withReference<Params extends Tagged>(
  params: Params,
  stripe: StripeOperation,
  step?: string,
): Params {
  const metadata = params.metadata || {};
  if (NAME in metadata) throw reserved(stripe);
  if (Object.keys(metadata).length >= MAX_PAIRS) return params;
  return { ...params, metadata: { ...metadata, [NAME]: stripe.keyFor(step) } };
}

/** Our reference in something, as a call names it; nothing without one. */
export function referenceOf({ metadata }: Tagged): { reference?: string } {
  const reference = metadata ? metadata[NAME] : undefined;
  return typeof reference === 'string' ? { reference } : {};
}

/** The caller's own metadata. */
export function withoutReference({ [NAME]: _ours, ...own }: Metadata): Metadata {
  return own;
}

function reserved(stripe: StripeOperation): ValidationError {
  const issue = 'is the name of Hookline’s own reference; choose another';
  return new ValidationError(`metadata.${NAME} ${issue}.`, stripe.describe(), [
    { field: `metadata.${NAME}`, issue },
  ]);
}
