/**
 * What `docs/external-apis.md` shows, in one place where the compiler reads it. Nothing of it is called: the examples beside
 * it are.
 */
import {
  batched,
  bearer,
  connection,
  cursorPages,
  defineApi,
  email,
  gathered,
  get,
  graphql,
  isoTime,
  openEnum,
  paged,
  phone,
  post,
  renamed,
  soap,
  usernameToken,
  variable,
  optional,
  apiKey,
  hmacSignature,
  OnWebhook,
  type WebhookPayloads,
  type WebhookContext,
} from 'hookline';
import { z } from 'zod';

const User = renamed(
  z.object({
    user_id: z.string(),
    first_name: z.string(),
    mail: email(),
    phone_number: phone({ country: 'DE' }).optional(),
    created_at: isoTime(),
    plan: openEnum(['free', 'team']),
  }),
  { id: 'user_id', firstName: 'first_name', email: 'mail', phone: 'phone_number', createdAt: 'created_at' },
);
const Users = z.object({ data: z.array(User), next_cursor: z.string().nullable() });
const NewUser = z.object({ name: z.string() });
const NewUsers = z.object({ users: z.array(NewUser) });
const Created = z.object({
  results: z.array(z.object({ user: User.optional(), problem: z.string().optional() })),
});
const ErrorBody = z.object({ code: z.string(), message: z.string() });

export class Tour extends defineApi({
  name: 'tour',
  version: { name: 'v2', path: '/v2', headers: { 'acme-version': '2026-01' } },
  baseUrl: 'https://api.example.com',
  auth: [
    optional(apiKey({ in: 'header', name: 'X-Key', key: variable('ACME_KEY') })),
    bearer({ token: variable('ACME_TOKEN') }),
  ],
  signing: hmacSignature({
    secret: variable('ACME_SIGNING_SECRET'),
    header: 'X-Signature',
    operations: ['users.createMany'],
  }),
  errors: {
    read: (body) => ErrorBody.parse(body),
    meanings: { card_declined: 'unprocessable', 461: 'rate_limit' },
  },
  operations: {
    users: {
      get: get('/users/:id', { answer: User }),
      search: get('/users', {
        query: z.object({ q: z.string(), limit: z.int().optional() }),
        answer: z.array(User),
        cache: { ttlMs: 60_000 },
      }),
      list: paged(
        get('/users', { query: z.object({ limit: z.int().optional() }), answer: Users }),
        cursorPages({
          parameter: 'after',
          items: ({ data }) => data,
          next: ({ next_cursor }) => next_cursor,
        }),
      ),
      createMany: batched(post('/users/batch', { body: NewUsers, answer: Created }), {
        size: 100,
        concurrency: 2,
        ask: (users: readonly z.output<typeof NewUser>[]) => ({ body: { users: [...users] } }),
        outcomes: ({ results }) =>
          results.map((each) => (each.user ? { result: each.user } : { error: new Error(each.problem) })),
      }),
      byId: gathered(get('/users', { query: z.object({ ids: z.array(z.string()) }), answer: Users }), {
        size: 100,
        ask: (ids: readonly string[]) => ({ ids: [...ids] }),
        pick: ({ data }, id) => data.find((user) => user.id === id),
      }),
    },
    repository: graphql('query Repo($name: String!) { repository(name: $name) { stars } }', {
      variables: z.object({ name: z.string() }),
      answer: z.object({ repository: z.object({ stars: z.int() }).nullable() }),
    }),
    issues: connection(
      graphql(
        'query Issues($after: String) { issues(after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
        {
          answer: z.object({
            issues: z.object({
              nodes: z.array(z.object({ id: z.string() })),
              pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
            }),
          }),
        },
      ),
      { select: (data) => data.issues },
    ),
  },
  webhooks: {
    secrets: variable('ACME_WEBHOOK_SECRETS'),
    signature: 'standard-webhooks',
    events: { 'user.created': z.object({ type: z.string(), timestamp: isoTime(), data: User }) },
  },
}) {}

declare module 'hookline' {
  interface WebhookEventTypes {
    tour: WebhookPayloads<typeof Tour>;
  }
}

export class Vat extends defineApi({
  name: 'vat',
  baseUrl: 'https://vat.example.com',
  auth: usernameToken({ username: variable('VAT_USER'), password: variable('VAT_PASSWORD') }),
  soap: { wsdl: '/service?wsdl' },
  operations: {
    checkVat: soap('checkVat', {
      input: z.object({ countryCode: z.string(), vatNumber: z.string() }),
      answer: z.object({ valid: z.boolean() }),
      safety: { by: 'reading' },
    }),
  },
}) {}

export class Handlers {
  constructor(
    private readonly tour: Tour,
    private readonly vat: Vat,
  ) {}
  @OnWebhook('tour', 'user.created')
  async created({ event }: WebhookContext<'tour', 'user.created'>) {
    const { timestamp, data } = event.payload;
    return `${data.firstName} joined at ${timestamp.toISOString()}`;
  }
  async all(): Promise<unknown[]> {
    const phones: (string | undefined)[] = [];
    for await (const user of this.tour.users.list({ limit: 100 }, { maxItems: 3 })) phones.push(user.phone);
    const issues: string[] = [];
    for await (const issue of this.tour.issues()) issues.push(issue.id);
    const created = await this.tour.users.createMany([{ name: 'Ada' }], { idempotencyKey: 'signups-17' });
    const one = await this.tour.users.byId('u1', { tenant: 'customer-7' });
    const { repository } = await this.tour.repository({ name: 'hookline' });
    const { valid } = await this.vat.checkVat({ countryCode: 'DE', vatNumber: '1' });
    return [phones, issues, created.length, one.createdAt.getTime(), repository?.stars, valid];
  }
}
