/** Why the bank declines a card. */
export interface DeclineReason {
  code: 'authentication_required' | 'card_declined' | 'expired_card' | 'incorrect_cvc' | 'processing_error';
  declineCode?: string;
  message: string;
}

/** How a test card behaves. @see https://docs.stripe.com/testing */
export interface TestCard {
  /** What the checkout page calls it. */
  label: string;
  brand: 'amex' | 'mastercard' | 'visa';
  last4: string;
  decline?: DeclineReason;
  /** The customer must authenticate at the bank first. */
  requiresAuthentication?: boolean;
}

function declined(declineCode: string, message = 'Your card was declined.'): DeclineReason {
  return { code: 'card_declined', declineCode, message };
}

/** By the name that follows `pm_card_` and `tok_`. */
const CARDS: Record<string, TestCard> = {
  visa: { label: 'Visa, succeeds', brand: 'visa', last4: '4242' },
  visa_debit: { label: 'Visa debit, succeeds', brand: 'visa', last4: '5556' },
  mastercard: { label: 'Mastercard, succeeds', brand: 'mastercard', last4: '4444' },
  amex: { label: 'American Express, succeeds', brand: 'amex', last4: '8431' },
  chargeDeclined: {
    label: 'Visa, declined by the bank',
    brand: 'visa',
    last4: '0002',
    decline: declined('generic_decline'),
  },
  chargeDeclinedInsufficientFunds: {
    label: 'Visa, insufficient funds',
    brand: 'visa',
    last4: '9995',
    decline: declined('insufficient_funds', 'Your card has insufficient funds.'),
  },
  chargeDeclinedLostCard: {
    label: 'Visa, reported lost',
    brand: 'visa',
    last4: '9987',
    decline: declined('lost_card'),
  },
  chargeDeclinedStolenCard: {
    label: 'Visa, reported stolen',
    brand: 'visa',
    last4: '9979',
    decline: declined('stolen_card'),
  },
  chargeDeclinedVelocityLimitExceeded: {
    label: 'Visa, used too often',
    brand: 'visa',
    last4: '6975',
    decline: declined('card_velocity_exceeded'),
  },
  chargeDeclinedExpiredCard: {
    label: 'Visa, expired',
    brand: 'visa',
    last4: '0069',
    decline: { code: 'expired_card', message: 'Your card has expired.' },
  },
  chargeDeclinedIncorrectCvc: {
    label: 'Visa, wrong security code',
    brand: 'visa',
    last4: '0127',
    decline: { code: 'incorrect_cvc', message: "Your card's security code is incorrect." },
  },
  chargeDeclinedProcessingError: {
    label: 'Visa, processing error',
    brand: 'visa',
    last4: '0119',
    decline: {
      code: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  },
  authenticationRequired: {
    label: 'Visa, asks for 3D Secure',
    brand: 'visa',
    last4: '3155',
    requiresAuthentication: true,
  },
  threeDSecure2Required: {
    label: 'Visa, asks for 3D Secure 2',
    brand: 'visa',
    last4: '3220',
    requiresAuthentication: true,
  },
};

/** The bank wants the customer to authenticate, and the customer is not there. */
export const AUTHENTICATION_REQUIRED: DeclineReason = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/**
 * The key of a test card from Stripe's name of its payment method or token: `pm_card_visa`, `tok_mastercard`,
 * `pm_card_visa_chargeDeclined` and `pm_card_chargeDeclined` alike. `undefined` when there is no such card.
 */
export function testCardKey(name: string): string | undefined {
  const key = /^(?:pm_card_|tok_)(.+)$/.exec(name)?.[1];
  if (key === undefined) return undefined;
  return [key, key.replace(/^visa_/, '')].find((candidate) => Object.hasOwn(CARDS, candidate));
}

/** A test card by its key. */
export function testCard(key: string): TestCard {
  const card = CARDS[key];
  if (!card) throw new Error(`The sandbox has no test card "${key}".`);
  return card;
}
