import { createServer } from 'node:http';
import { once } from 'node:events';
import { answer } from '../answers.js';

/** An API on the loopback address: members of 1 kB, one by one and in pages. */
const address = { street: '12 Example Street', city: 'Springfield', postal_code: '12345', country: 'US' };
const member = (id: string) => ({
  user_id: id,
  first_name: 'Ada',
  last_name: 'Lovelace',
  email_address: 'ada.lovelace@example.com',
  status: 'active',
  created_at: '2026-01-15T10:30:00Z',
  updated_at: '2026-11-20T08:15:30.250Z',
  age: 36,
  balance: 1099.5,
  verified: true,
  tags: ['early', 'admin', 'analytics'],
  address,
  billing_address: address,
  notes: 'Writes programs for machines that are not there yet. '.repeat(5),
  login_count: 4711,
  locale: 'en-GB',
  time_zone: 'Europe/London',
  company: { id: 'c_1', name: 'Analytical Engines Ltd', size: 12 },
});

const ONE = JSON.stringify(member('u_1'));
const TOTAL = 100_000;

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('content-type', 'application/json');
  response.end(url.pathname === '/v1/members' ? pageAt(url.searchParams) : ONE);
});

function pageAt(query: URLSearchParams): string {
  const from = Number(query.get('cursor') ?? 0);
  const until = Math.min(TOTAL, from + Number(query.get('limit')));
  const data = Array.from({ length: until - from }, (_, index) => member(`u_${from + index}`));
  return JSON.stringify({ data, next: until < TOTAL ? String(until) : null });
}

server.listen(0, '127.0.0.1');
await once(server, 'listening');

export const answers = answer({
  url: () => {
    const at = server.address();
    return typeof at === 'object' && at ? `http://127.0.0.1:${at.port}` : '';
  },
  bytes: () => ONE.length,
});
