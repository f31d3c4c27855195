import type { Payer } from './objects.js';

/** Who pays in the sandbox. */
export const PAYER: Payer = {
  name: { given_name: 'Ada', surname: 'Sandbox' },
  email_address: 'payer@example.com',
  payer_id: 'SANDBXPAYER23',
  address: { country_code: 'US' },
};
