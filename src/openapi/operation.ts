import type { z } from 'zod';
import type { RouteAnswer } from '../platform/http/answers.js';
import { errorsOf, responseName } from './error-answers.js';
import { exampleOf } from './examples.js';
import type { JsonSchema, JsonSchemas } from './json-schema.js';
import type { Route } from './routes.js';
import { tagOf } from './tags.js';

const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` });
const header = (name: string) => ({ $ref: `#/components/headers/${name}` });

/**
 * A route as OpenAPI has it.
 * @throws Error where its description does not fit: no example of its body, or a status that it never answers
 */
export function operationOf(route: Route, schemas: JsonSchemas): JsonSchema {
  const { description, scope, idempotent, body } = route;
  checkStatus(route);
  const parameters = [
    ...pathParameters(route, schemas),
    ...queryParameters(route, schemas),
    ...(idempotent ? [parameter(idempotent.required ? 'RequiredIdempotencyKey' : 'IdempotencyKey')] : []),
    ...(scope === undefined ? [] : [parameter('RequestId')]),
  ];
  return {
    operationId: description.id,
    tags: [tagOf(route.path)],
    summary: description.summary,
    ...descriptionOf(route),
    security: scope === undefined ? [] : [{ apiKey: [] }, { accessToken: [] }],
    ...(scope !== undefined && { 'x-scope': scope }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: requestBody(route, body, schemas) }),
    ...(route.config.rawBody && { requestBody: RAW_BODY }),
    responses: { ...answersOf(route, schemas), ...errorResponses(route) },
  };
}

const RAW_BODY = {
  description: 'As the provider sends it; its signature is over these bytes.',
  required: true,
  content: { 'application/json': { example: { id: 'evt_1NG8Du2eZvKYlo2CUI79vXWy' } }, '*/*': {} },
};

function descriptionOf({ description: { description }, scope }: Route) {
  const parts = [description, scope && `Needs the scope \`${scope}\`.`].filter(Boolean);
  return parts.length > 0 ? { description: parts.join('\n\n') } : {};
}

/** Where a route has one answer, it is the one whose status Nest gives. */
function checkStatus({ description: { id, answers }, status }: Route): void {
  const statuses = Object.keys(answers).map(Number);
  if (statuses.length !== 1 || statuses[0] === status || (statuses[0] ?? 0) >= 300) return;
  throw new Error(`${id} is described to answer ${statuses[0]}, and answers ${status}.`);
}

function pathParameters({ path, params, description }: Route, schemas: JsonSchemas): JsonSchema[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const schema = params.get(name);
    const example = description.parameters?.[name];
    if (example === undefined) throw new Error(`${description.id} has no example of ${name}.`);
    return {
      name,
      in: 'path',
      required: true,
      schema: schema ? schemas.of(schema) : { type: 'string' },
      example,
    };
  });
}

/** What queries of many routes have in common. */
const QUERY_WORDS: Record<string, string> = {
  limit: 'How many to a page.',
  cursor: '`next_cursor` of the page before.',
  provider: 'The name of a provider, such as `stripe`.',
  tenant: "A customer of the product's: of that one alone.",
  connection_id: 'A connected account; otherwise the product’s own.',
};

function queryParameters({ query, description }: Route, schemas: JsonSchemas): JsonSchema[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemas.of(query) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => {
    const example = description.parameters?.[name];
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(QUERY_WORDS[name] && { description: QUERY_WORDS[name] }),
      schema,
      ...(example !== undefined && { example }),
    };
  });
}

function requestBody({ description, config }: Route, schema: z.ZodType, schemas: JsonSchemas): JsonSchema {
  if (description.body === undefined) throw new Error(`${description.id} has no example of its body.`);
  const type = config.form ? 'application/x-www-form-urlencoded' : 'application/json';
  const named = schemas.name(`${capital(description.id)}Body`, schemas.of(schema));
  return {
    required: !schema.safeParse(undefined).success,
    content: { [type]: { schema: named, example: description.body } },
  };
}

function answersOf({ description, idempotent, scope }: Route, schemas: JsonSchemas): JsonSchema {
  const headers = {
    ...(scope !== undefined && { 'X-Request-ID': header('RequestId') }),
    ...(idempotent && { 'Idempotency-Replayed': header('IdempotencyReplayed') }),
  };
  return Object.fromEntries(
    Object.entries(description.answers).map(([status, answer]) => [
      status,
      {
        description: answer.description,
        ...(Object.keys(headers).length > 0 && { headers }),
        ...(Number(status) === 303 && { headers: { Location: header('Location') } }),
        ...contentOf(answer, schemas),
      },
    ]),
  );
}

function contentOf(
  { schema, contentType = 'application/json' }: RouteAnswer,
  schemas: JsonSchemas,
): JsonSchema {
  if (!schema) return contentType === 'application/json' ? {} : { content: { [contentType]: TEXT } };
  const json = schemas.of(schema);
  return { content: { [contentType]: { schema: json, example: exampleOf(json, schemas.components) } } };
}

const TEXT = { schema: { type: 'string' } };

function errorResponses(route: Route): JsonSchema {
  return Object.fromEntries(
    [...errorsOf(route)]
      .filter(([status]) => !(status in route.description.answers))
      .map(([status, codes]) => [String(status), { $ref: `#/components/responses/${responseName(codes)}` }]),
  );
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
