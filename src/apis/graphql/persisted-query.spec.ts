import { hash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildSchema } from 'graphql';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../../../test/support/fault-server.js';
import { graphqlAnswers } from '../../../test/support/graphql-answers.js';
import { NotFoundError, ProviderError } from '../../contracts/errors.js';
import { defineApi } from '../define-api.js';
import { graphql } from './graphql.js';

const schema = buildSchema('type Query { ping(n: Int): String! } type Mutation { ping: String! }');
const resolvers = { ping: () => 'pong' };
const PING = 'query Ping($n: Int) { ping(n: $n) }';
const REGISTERED = '{ ping }';

class Acme extends defineApi({
  name: 'acme',
  title: 'Acme',
  operations: {
    ping: graphql(PING, { persisted: true }),
    act: graphql('mutation { ping }', { persisted: true }),
    trusted: graphql(REGISTERED, { persisted: 'only' }),
    untrusted: graphql('query { ping }', { persisted: 'only' }),
  },
}) {}

let server: FaultServer;
let answer: (request: ReceivedRequest) => Fault;

beforeEach(async () => {
  server = await startFaultServer({ answer: (request) => answer(request) });
});
afterEach(() => server.close());

const extensionsOf = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hash('sha256', text) } });
const bodies = () => server.requests.map(({ body }): unknown => JSON.parse(body.toString()));
const question = { operationName: 'Ping', variables: {} };

it('sends the whole once, and then its hash', async () => {
  answer = graphqlAnswers({ schema, resolvers, persisted: [] });
  const { client, close } = await openApi(Acme, server.url);
  await expect(client.ping()).resolves.toEqual({ ping: 'pong' });
  await client.ping({ n: 1 });
  const extensions = extensionsOf(PING);
  expect(bodies()).toEqual([
    { ...question, extensions },
    { ...question, query: PING, extensions },
    { ...question, variables: { n: 1 }, extensions },
  ]);
  await close();
});

it('stays with the whole where hashes are not taken', async () => {
  answer = graphqlAnswers({ schema, resolvers });
  const { client, close } = await openApi(Acme, server.url);
  await client.ping();
  await client.ping();
  const whole = { ...question, query: PING };
  expect(bodies()).toEqual([{ ...question, extensions: extensionsOf(PING) }, whole, whole]);
  await close();
});

it('understands a server that refuses an unknown hash by 404, too', async () => {
  const apollo = graphqlAnswers({ schema, resolvers, persisted: [] });
  answer = (request) => {
    const fault = apollo(request);
    if (fault.kind !== 'answer' || !fault.body.includes('NOT_FOUND')) return fault;
    return faults.status(404, { 'content-type': 'application/graphql-response+json' }, fault.body);
  };
  const { client, close } = await openApi(Acme, server.url);
  await expect(client.ping()).resolves.toEqual({ ping: 'pong' });
  expect(server.requests).toHaveLength(2);
  await close();
});

it('throws any other error at once', async () => {
  answer = () => faults.ok({ errors: [{ message: 'Gone', extensions: { code: 'NOT_FOUND' } }] });
  const { client, close } = await openApi(Acme, server.url);
  await expect(client.ping()).rejects.toThrow(NotFoundError);
  expect(server.requests).toHaveLength(1);
  await close();
});

it('sends a mutation whole at once', async () => {
  answer = graphqlAnswers({ schema, resolvers, persisted: [] });
  const { client, close } = await openApi(Acme, server.url);
  await expect(client.act()).resolves.toEqual({ ping: 'pong' });
  expect(bodies()).toEqual([{ query: 'mutation { ping }', variables: {} }]);
  await close();
});

it('sends nothing but the hash of a registered document', async () => {
  answer = graphqlAnswers({ schema, resolvers, persisted: [REGISTERED] });
  const { client, close } = await openApi(Acme, server.url);
  await expect(client.trusted()).resolves.toEqual({ ping: 'pong' });
  await expect(client.untrusted()).rejects.toThrow(ProviderError);
  expect(bodies()).toEqual([
    { extensions: extensionsOf(REGISTERED), variables: {} },
    { extensions: extensionsOf('query { ping }'), variables: {} },
  ]);
  await close();
});
