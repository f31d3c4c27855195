import { z } from 'zod';
import type Stripe from 'stripe';
import { clearable, text } from './parameters.js';

const optionalText = clearable(text()).optional();

/** A postal address as a parameter. */
export const address = z.strictObject({
  city: optionalText,
  country: optionalText,
  line1: optionalText,
  line2: optionalText,
  postal_code: optionalText,
  state: optionalText,
});

/** Where something is sent, as a parameter. */
export const shipping = z.strictObject({
  address,
  name: text(),
  carrier: optionalText,
  phone: optionalText,
  tracking_number: optionalText,
});

/** An address with every field of Stripe's object; what was not given is null. */
export function toAddress(given: z.output<typeof address>): Stripe.Address {
  const { city, country, line1, line2, postal_code: postalCode, state } = given;
  return {
    city: city ?? null,
    country: country ?? null,
    line1: line1 ?? null,
    line2: line2 ?? null,
    postal_code: postalCode ?? null,
    state: state ?? null,
  };
}

/** Stripe's shipping object, or null where it was cleared. */
export function toShipping(given: z.output<typeof shipping> | null): Stripe.PaymentIntent.Shipping | null {
  if (!given) return null;
  return {
    address: toAddress(given.address),
    name: given.name,
    carrier: given.carrier ?? null,
    phone: given.phone ?? null,
    tracking_number: given.tracking_number ?? null,
  };
}
