import { z } from 'zod';
import { defineApi } from '../../../src/apis/define-api.js';
import { isoDate } from '../../../src/apis/mapping/iso-date.js';
import { soap } from '../../../src/apis/soap/soap-method.js';
import { usernameToken } from '../../../src/apis/soap/username-token.js';
import { variable } from '../../../src/apis/variable.js';

/** A VAT number as we have it, `{ country, number }`, and as the register does. */
const VatNumber = z.codec(
  z.object({ countryCode: z.string(), vatNumber: z.string() }),
  z.object({ country: z.string().length(2), number: z.string().min(2).max(12) }),
  {
    decode: ({ countryCode, vatNumber }) => ({ country: countryCode, number: vatNumber }),
    encode: ({ country, number }) => ({ countryCode: country, vatNumber: number }),
  },
);

/** Dates come as they are written, and booleans as such. */
const Checked = z.object({ valid: z.boolean(), name: z.string().optional(), requestDate: isoDate() });

const Status = z.object({
  country: z
    .array(z.object({ countryCode: z.string(), availability: z.enum(['Available', 'Unavailable']) }))
    .default([]),
});

/** Tells whether a company's VAT number is valid, in the manner of the EU's VIES. */
export class VatRegister extends defineApi({
  name: 'vat-register',
  title: 'VAT register',
  baseUrl: 'https://vat.example.com',
  auth: usernameToken({
    username: variable('VAT_REGISTER_USERNAME'),
    password: variable('VAT_REGISTER_PASSWORD'),
  }),
  // Like many WSDLs, this one gives an address that only its author can reach.
  soap: { wsdl: '/services/vat?wsdl', endpoint: '/services/vat' },
  // Like VIES, it writes its codes into the text of a `Server` fault.
  errors: {
    meanings: {
      INVALID_INPUT: 'validation',
      MS_UNAVAILABLE: 'unavailable',
      MS_MAX_CONCURRENT_REQ: 'rate_limit',
    },
  },
  health: 'status',
  operations: {
    check: soap('checkVat', { input: VatNumber, answer: Checked, safety: { by: 'reading' } }),
    status: soap('checkStatus', { answer: Status, safety: { by: 'reading' } }),
  },
}) {}
