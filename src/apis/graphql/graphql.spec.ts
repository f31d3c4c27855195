import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GraphQLError, buildSchema } from 'graphql';
import { gql, type TypedDocumentString } from 'graphql-request';
import { parse } from 'graphql';
import { z } from 'zod';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../../../test/support/fault-server.js';
import { graphqlAnswers } from '../../../test/support/graphql-answers.js';
import {
  AuthenticationError,
  ConflictError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  ResponseFormatError,
  ValidationError,
} from '../../contracts/errors.js';
import { clientCredentials } from '../auth/client-credentials.js';
import { defineApi } from '../define-api.js';
import { variable } from '../variable.js';
import { graphql } from './graphql.js';

const schema = buildSchema(`
  type User { id: ID!, name: String!, born: String, secret: String }
  type Query { user(id: ID!): User, users: [User!]!, me: User }
  input NewUser { name: String!, born: String }
  type Mutation { createUser(input: NewUser!): User, rename(id: ID!, name: String!): User }
`);

const USERS = [
  { id: 'u1', name: 'Ada', born: '1815-12-10', secret: () => fail('FORBIDDEN', 'Not yours') },
  { id: 'u2', name: 'Grace', born: null, secret: 'navy' },
];

function fail(code: string, message: string): never {
  throw new GraphQLError(message, { extensions: { code } });
}

const resolvers = {
  user: ({ id }: { id: string }) => USERS.find((user) => user.id === id),
  users: () => USERS,
  me: () => fail('UNAUTHENTICATED', 'Who are you?'),
  createUser: ({ input }: { input: { name: string; born?: string } }) =>
    input.name === 'Ada' ? fail('taken', 'There is an Ada') : { id: 'u3', ...input },
  rename: ({ id, name }: { id: string; name: string }) => ({ id, name }),
};

const day = z.codec(z.iso.date(), z.date(), {
  decode: (text) => new Date(`${text}T00:00:00Z`),
  encode: (date) => date.toISOString().slice(0, 10),
});

const GET = 'query GetUser($id: ID!) { user(id: $id) { name born } }';
const LIST = gql`
  {
    users {
      id
      secret
    }
  }
`;
const typed = parse('query Names { users { name } }') as unknown as TypedDocumentString<
  { users: { name: string }[] },
  Record<string, never>
>;

class Acme extends defineApi({
  name: 'acme',
  title: 'Acme',
  auth: clientCredentials({
    tokenPath: '/token',
    clientId: variable('ACME_ID'),
    clientSecret: variable('ACME_SECRET'),
  }),
  headers: { 'acme-client': 'hookline' },
  errors: { meanings: { taken: 'conflict' } },
  operations: {
    users: {
      get: graphql(GET, {
        variables: z.object({ id: z.string().min(1) }),
        answer: z.object({ user: z.object({ name: z.string(), born: day.nullable() }).nullable() }),
      }),
      names: graphql(typed),
      kept: graphql(typed, { cache: { ttlMs: 60_000 } }),
      list: graphql(LIST),
      strict: graphql('{ users { id name } }', {
        answer: z.object({ users: z.array(z.object({ id: z.string() })) }),
        strictness: 'strict',
      }),
      some: graphql(LIST, {
        partial: 'accept',
        cache: { ttlMs: 60_000 },
        answer: z.object({ users: z.array(z.object({ id: z.string(), secret: z.string().nullable() })) }),
      }),
      create: graphql('mutation Create($input: NewUser!) { createUser(input: $input) { id born } }', {
        variables: z.object({ input: z.object({ name: z.string(), born: day }) }),
        answer: z.object({ createUser: z.object({ id: z.string(), born: day }) }),
      }),
      rename: graphql('mutation { rename(id: "u1", name: "Ada L.") { id } }', { safety: { by: 'upsert' } }),
    },
    me: graphql('{ me { id } }'),
    wrong: graphql('{ nobody }'),
  },
}) {}

const variables = { ACME_ID: 'id', ACME_SECRET: 'secret' };
const graphqlServer = graphqlAnswers({ schema, resolvers });
let server: FaultServer;
let tokens: number;
let answer: (request: ReceivedRequest, attempt: number) => Fault;

beforeEach(async () => {
  tokens = 0;
  answer = graphqlServer;
  server = await startFaultServer({
    answer: (request, attempt) =>
      request.path === '/token'
        ? faults.ok({ access_token: `token-${(tokens += 1)}`, token_type: 'bearer', expires_in: 3600 })
        : answer(request, attempt),
  });
});
afterEach(() => server.close());

const asked = () => server.requests.filter(({ path }) => path === '/graphql');
const bodies = () => asked().map(({ body }): unknown => JSON.parse(body.toString()));
const refusing = (errors: unknown, more: object = {}) => faults.ok({ errors, ...more });
/** The answer to a POST is kept only when it says for how long. */
const keepable = (fault: Fault): Fault =>
  fault.kind === 'answer'
    ? { ...fault, headers: { ...fault.headers, 'cache-control': 'max-age=60' } }
    : fault;
const caught = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

describe('an operation of a GraphQL API', () => {
  it('sends its document, name and variables, and decodes what comes', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    const { user } = await client.users.get({ id: 'u1' });
    expect(user?.born).toEqual(new Date('1815-12-10T00:00:00Z'));
    expect(bodies()).toEqual([{ query: GET, variables: { id: 'u1' }, operationName: 'GetUser' }]);
    expect(asked()[0]).toMatchObject({
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json;q=0.9',
        'acme-client': 'hookline',
        authorization: 'Bearer token-1',
      },
    });
    await close();
  });

  it('is typed by a typed document, and needs no variables where the document has none', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    const { users } = await client.users.names();
    const names: string[] = users.map(({ name }) => name);
    expect(names).toEqual(['Ada', 'Grace']);
    await close();
  });

  it('encodes variables, and sends nothing of what the schema does not take', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    const born = new Date('1906-12-09T00:00:00Z');
    await expect(client.users.create({ input: { name: 'Grace', born } })).resolves.toEqual({
      createUser: { id: 'u3', born },
    });
    expect(bodies()).toMatchObject([{ variables: { input: { name: 'Grace', born: '1906-12-09' } } }]);
    const refused = await caught(client.users.get({ id: '' }));
    expect(refused).toBeInstanceOf(ValidationError);
    expect(refused).toMatchObject({ details: [{ field: 'id' }], operation: 'users.get' });
    expect(asked()).toHaveLength(1);
    await close();
  });

  it('reports what its schema does not know, and refuses it where that is strict', async () => {
    const { client, drifts, close } = await openApi(Acme, server.url, { variables });
    await expect(client.users.strict()).rejects.toThrow('see data.users.[].name.');
    expect(drifts).toMatchObject([{ kind: 'unknown_field', path: 'data.users.[].name', sample: '"Ada"' }]);
    await close();
  });

  it('stands in metrics under its one path', async () => {
    const { client, metrics, close } = await openApi(Acme, server.url, { variables });
    await client.users.names();
    await client.users.get({ id: 'u1' });
    expect(await metrics()).toContain(
      'third_party_requests_total{provider="acme",method="POST",endpoint="/graphql",status="200"} 2',
    );
    await close();
  });

  it('is repeated when it is a query, or a mutation that may be; else the outcome is unknown', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    let lost = 1;
    answer = (request) => (lost-- > 0 ? faults.resetAfter() : graphqlServer(request));
    await expect(client.users.names()).resolves.toHaveProperty('users');
    lost = 1;
    await expect(client.users.rename()).resolves.toEqual({ rename: { id: 'u1' } });
    expect(asked()).toHaveLength(4);
    lost = 1;
    const mutation = client.users.create({ input: { name: 'Grace', born: new Date() } });
    await expect(mutation).rejects.toThrow(OutcomeUnknownError);
    expect(asked()).toHaveLength(5);
    await close();
  });

  it('is kept when it asks to be, until a mutation of its group, even one that was refused half-way', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    answer = (request) => keepable(graphqlServer(request));
    await client.users.kept();
    await client.users.kept();
    expect(asked()).toHaveLength(1);
    const taken = client.users.create({ input: { name: 'Ada', born: new Date() } });
    await expect(taken).rejects.toThrow(ConflictError);
    await client.users.kept();
    expect(asked()).toHaveLength(3);
    await close();
  });
});

describe('an error in an answer', () => {
  it.each([
    ['UNAUTHENTICATED', AuthenticationError],
    ['FORBIDDEN', PermissionError],
    ['BAD_USER_INPUT', ValidationError],
    ['GRAPHQL_VALIDATION_FAILED', ValidationError],
    ['NOT_FOUND', NotFoundError],
    ['THROTTLED', RateLimitError],
    ['RATE_LIMITED', RateLimitError],
    ['INTERNAL_SERVER_ERROR', ProviderUnavailableError],
    ['taken', ConflictError],
    ['constructor', ProviderError],
    ['ODD', ProviderError],
  ])('%s is understood, in a success and in a refusal', async (code, family) => {
    const { client, close } = await openApi(Acme, server.url, { variables, settings: { maxRetries: 0 } });
    const body = { errors: [{ message: 'No', path: ['users', 0], extensions: { code } }] };
    answer = () => faults.ok(body, { 'retry-after': '0' });
    await expect(client.users.names()).rejects.toThrow(family);
    const type = { 'content-type': 'application/graphql-response+json' };
    answer = () => faults.status(418, type, body);
    const refused = await caught(client.users.rename());
    expect(refused).toBeInstanceOf(family);
    expect(String(refused)).toContain(`Acme refused users.rename: ${code}: No.`);
    await close();
  });

  it('is told whole: all messages, and which fields', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    await expect(client.users.list()).rejects.toThrow('Acme refused users.list: FORBIDDEN: Not yours.');
    answer = () =>
      faults.status(
        400,
        {},
        {
          errors: [
            {
              message: 'Name is too short.',
              path: ['createUser', 'name'],
              extensions: { code: 'BAD_USER_INPUT' },
            },
            {
              message: 'Bearer abcdefghijklmnop is no e-mail.',
              path: ['createUser', 'email'],
              locations: [],
            },
          ],
        },
      );
    const refused = await caught(client.users.rename());
    expect(refused).toMatchObject({
      details: [
        { field: 'createUser.name', issue: 'Name is too short.' },
        { field: 'createUser.email', issue: '[redacted] is no e-mail.' },
      ],
      status: 400,
    });
    expect(String(refused)).toContain('Name is too short. [redacted] is no e-mail.');
    await expect(client.wrong()).rejects.toThrow('too short');
    answer = graphqlServer;
    await expect(client.wrong()).rejects.toThrow('Cannot query field "nobody"');
    await close();
  });

  it('that asks to slow down makes all wait; a query is asked again then, a mutation is not', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
    answer = (request, attempt) =>
      attempt === 1 ? faults.ok({ errors }, { 'retry-after': '1' }) : graphqlServer(request);
    await expect(client.users.names()).resolves.toHaveProperty('users');
    const [first, second] = asked();
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    answer = () => faults.ok({ errors }, { 'retry-after': '7' });
    await expect(client.users.rename()).rejects.toMatchObject({ retryAfterMs: 7_000, retryable: true });
    expect(asked()).toHaveLength(3);
    await close();
  });

  it('that refuses the token in a success has it renewed once; not when a part was done', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    const stale = [{ message: 'Expired', extensions: { code: 'UNAUTHENTICATED' } }];
    answer = (request) =>
      request.headers['authorization'] === 'Bearer token-1' ? refusing(stale) : graphqlServer(request);
    await expect(client.users.rename()).resolves.toEqual({ rename: { id: 'u1' } });
    expect([tokens, asked().length]).toEqual([2, 2]);
    answer = () => refusing(stale, { data: { rename: { id: 'u1' }, again: null } });
    await expect(client.users.rename()).rejects.toThrow(AuthenticationError);
    expect([tokens, asked().length]).toEqual([2, 3]);
    answer = () => refusing(stale, { data: { me: null } });
    await expect(client.me()).rejects.toThrow(AuthenticationError);
    expect([tokens, asked().length]).toEqual([3, 5]);
    await close();
  });

  it('leaves the data beside it where that is accepted, and such an answer is not kept', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    answer = (request) => keepable(graphqlServer(request));
    const { data, errors } = await client.users.some();
    expect(data.users).toEqual([
      { id: 'u1', secret: null },
      { id: 'u2', secret: 'navy' },
    ]);
    expect(errors).toEqual([{ message: 'Not yours', path: ['users', 0, 'secret'], code: 'FORBIDDEN' }]);
    answer = () => keepable(faults.ok({ data: { users: [] }, errors: [] }));
    await expect(client.users.some()).resolves.toEqual({ data: { users: [] }, errors: [] });
    await client.users.some();
    expect(asked()).toHaveLength(2);
    await close();
  });

  it('is thrown also where data would be accepted, when there is none', async () => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    answer = () => refusing([{ message: 'All broke' }], { data: null });
    await expect(client.users.some()).rejects.toThrow('Acme refused users.some: All broke.');
    await close();
  });
});

describe('an answer that is none', () => {
  it.each([
    [{ errors: 'boom' }, 'errors'],
    [{ errors: { message: 'boom' }, data: {} }, 'errors'],
    [{}, 'data'],
    [{ data: null }, 'data'],
    [{ data: null, errors: [] }, 'data'],
    [{ data: 'text' }, 'data'],
    [[], 'body'],
    [{ data: { user: { name: 1 } } }, 'data.user.name, data.user.born'],
  ])('%j is refused, and it is said where', async (body, where) => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    answer = () => faults.ok(body);
    const refused = await caught(client.users.get({ id: 'u1' }));
    expect(refused).toBeInstanceOf(ResponseFormatError);
    expect(String(refused)).toContain(`see ${where}.`);
    expect(asked()).toHaveLength(1);
    await close();
  });

  it.each([
    [[null, 7, 'x'], 'an error without a message'],
    [[{ message: { no: 'text' }, path: 'here', extensions: 'none' }], 'an error without a message'],
    [[{ message: 'x'.repeat(1_000_000) }], 'xxx'],
    [Array.from({ length: 50_000 }, () => ({ message: 'many' })), 'many many'],
  ])('errors of any form are errors, and never long: %#', async (errors, said) => {
    const { client, close } = await openApi(Acme, server.url, { variables });
    answer = () => refusing(errors, { data: { users: [] } });
    const refused = await caught(client.users.list());
    expect(refused).toBeInstanceOf(ProviderError);
    expect(String(refused)).toContain(said);
    expect(String(refused).length).toBeLessThan(400);
    await close();
  });
});

describe('a document that cannot be asked', () => {
  it.each([
    ['query {\n  users {\n}', undefined, 'GraphQL request:3:1'],
    ['subscription News { news }', undefined, 'News'],
    ['query A { a } query B { b }', undefined, 'It has: A, B.'],
    ['query A { a } query B { b }', 'C', 'It has: A, B.'],
    ['fragment F on User { id }', undefined, 'It has: none.'],
  ])('%j is refused when it is described', (document, operationName, why) => {
    expect(() => graphql(document, { operationName })).toThrow(TypeError);
    expect(() => graphql(document, { operationName })).toThrow(why);
  });

  it('is typed once: by its own types, or by schemas', () => {
    // @ts-expect-error partial data has another type than the document says
    const { operation } = graphql<{ a: string }>('{ a }', { partial: 'accept' });
    expect(operation.changes).toBe(false);
  });

  it('may have several operations, of which one is named', () => {
    const { operation } = graphql('query A { a } mutation B($b: Int! = 1, $c: Int) { b }', {
      operationName: 'B',
    });
    expect(operation).toMatchObject({ name: 'B', changes: true, variables: ['b', 'c'], required: [] });
  });

  it('is good to try when it is a query that needs nothing', () => {
    const safe = ['{ users { id } }', 'query($n: Int) { a(n: $n) }', GET, 'mutation { a }'];
    expect(safe.map((document) => graphql(document).safeToTry)).toEqual([true, true, false, false]);
  });
});
