import { z } from 'zod';
import { bearer } from '../../src/apis/auth/bearer.js';
import { defineApi } from '../../src/apis/define-api.js';
import { openEnum } from '../../src/apis/mapping/open-enum.js';
import { renamed } from '../../src/apis/mapping/renamed.js';
import { isoTime } from '../../src/apis/mapping/iso-time.js';
import { email } from '../../src/apis/mapping/email.js';
import { cursorPages } from '../../src/apis/pages/cursor-pages.js';
import { paged } from '../../src/apis/pages/paged.js';
import { get } from '../../src/apis/rest/methods.js';
import { variable } from '../../src/apis/variable.js';

const Address = z.object({
  street: z.string(),
  city: z.string(),
  postal_code: z.string(),
  country: z.string().length(2),
});

const fields = {
  user_id: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  email_address: email(),
  status: openEnum(['active', 'invited', 'disabled']),
  created_at: isoTime(),
  updated_at: isoTime(),
  age: z.int().min(0).nullable(),
  balance: z.number(),
  verified: z.boolean(),
  tags: z.array(z.string()),
  address: Address,
  billing_address: Address.nullable(),
  notes: z.string(),
  login_count: z.int(),
  locale: z.string(),
  time_zone: z.string(),
  company: z.object({ id: z.string(), name: z.string(), size: z.int() }),
};

/** A member as the API has it, checked; and with the product's names. */
export const Raw = z.object(fields);
const Member = renamed(Raw, {
  id: 'user_id',
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email_address',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
});

/** A directory of people: an ordinary API. */
export class Directory extends defineApi({
  name: 'directory',
  baseUrl: 'http://localhost',
  auth: bearer({ token: variable('PUBLIC_URL') }),
  operations: {
    members: {
      get: get('/v1/members/:id', { answer: Member }),
      list: paged(
        get('/v1/members', {
          query: z.object({ limit: z.int() }),
          answer: z.object({ data: z.array(Member), next: z.string().nullable() }),
        }),
        cursorPages({ parameter: 'cursor', items: ({ data }) => data, next: ({ next }) => next }),
      ),
    },
  },
}) {}
