import type { DynamicModule, Type } from '@nestjs/common';
import { webhookRoutes } from '../webhooks/webhooks.answers.js';
import { errorResponses } from './error-answers.js';
import { JsonSchemas, type JsonSchema } from './json-schema.js';
import { operationOf } from './operation.js';
import { routesOf, type Route } from './routes.js';
import { TAGS } from './tags.js';

const DESCRIPTION = `Payments, messages, calendars, contacts and webhooks for your product.

JSON, \`snake_case\`, times in UTC (ISO 8601). Lists come in pages: give \`next_cursor\` as \`cursor\` until it is null.
Every error has the form \`Error\`, and its code a section at \`/docs/errors\`.

**Idempotency-Key.** Give every POST that acts a key of your own, such as the order id. Sent again with the same key and body, it
answers what it answered the first time (\`Idempotency-Replayed: true\`), and does nothing more.`;

/** What is added to the description of the API: who describes it, and its version. */
export interface DocumentFacts {
  /** The version of the package. */
  readonly version: string;
}

/**
 * The OpenAPI 3.1 description of every route below a module, of what its routes have already: path, method, schemas, scope.
 * It is made when the package is built and lies beside it as `openapi.json`; a service only reads it.
 */
export function openApiDocument(module: Type | DynamicModule, { version }: DocumentFacts): JsonSchema {
  const schemas = new JsonSchemas();
  const paths: Record<string, JsonSchema> = {};
  const routes = [...routesOf(module), ...ingestRoutes()].toSorted(
    (one, other) => placeOf(one) - placeOf(other) || one.path.localeCompare(other.path, 'en'),
  );
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method] = operationOf(route, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hookline',
      version,
      summary: 'Payments, messages, calendars, contacts and webhooks for your product.',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://localhost:3000' }],
    tags: TAGS.filter(({ name }) => isUsed(name, paths)).map(({ name, description }) => ({
      name,
      description,
    })),
    paths,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: errorResponses(routes, schemas),
      schemas: Object.fromEntries(
        Object.entries(schemas.components).toSorted(([one], [other]) => one.localeCompare(other, 'en')),
      ),
    },
  };
}

/**
 * What the types of the client are made of: the routes behind an API key. The client gives every POST an
 * `Idempotency-Key` itself, so that nobody has to.
 */
export function forClients(document: JsonSchema): JsonSchema {
  const { paths, components, ...rest } = document as { paths: Paths; components: { parameters: JsonSchema } };
  const isForClients = (operation: Operation) => operation.security.length > 0;
  const parameters = { ...components.parameters, RequiredIdempotencyKey: PARAMETERS.IdempotencyKey };
  return {
    ...rest,
    paths: Object.fromEntries(
      Object.entries(paths).filter(([, item]) => Object.values(item).every(isForClients)),
    ),
    components: { ...components, parameters },
  };
}

interface Operation {
  readonly security: readonly unknown[];
}
type Paths = Record<string, Record<string, Operation>>;

/** Those of webhooks are Fastify's own, and in no controller. */
function ingestRoutes(): Route[] {
  return webhookRoutes.map(({ path, description }) => ({
    method: 'post',
    path,
    description,
    params: new Map(),
    query: undefined,
    body: undefined,
    status: 200,
    scope: undefined,
    idempotent: undefined,
    config: { rawBody: true },
  }));
}

/** Routes stand in the order of their groups, and of the paths in these. */
function placeOf({ path }: Route): number {
  const starts = TAGS.flatMap(({ paths }) => paths);
  return starts.findIndex((start) => path === start || path.startsWith(`${start}/`));
}

function isUsed(tag: string, paths: Record<string, JsonSchema>): boolean {
  return Object.values(paths).some((item) =>
    Object.values(item).some((operation) => (operation as { tags: string[] }).tags.includes(tag)),
  );
}

const SECURITY_SCHEMES = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'hl_…',
    description: 'An API key, of `hookline api-keys create` or the console.',
  },
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'An access token of the issuer that `JWT_ISSUER` names (RFC 9068). Its scopes are those of API keys.',
  },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Of your own, unique to this action. The same key and body get the first answer again.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: 'order-42',
};

const PARAMETERS = {
  IdempotencyKey: { ...idempotencyKey, required: false },
  RequiredIdempotencyKey: { ...idempotencyKey, required: true },
  RequestId: {
    name: 'X-Request-ID',
    in: 'header',
    required: false,
    description:
      'Your own id of the request. It is answered, logged, and sent on to providers; without one, it is made.',
    schema: { type: 'string', maxLength: 128 },
    example: '01JDC7Y2M9V3K4T5W6X7Y8Z9AB',
  },
};

const HEADERS = {
  RequestId: { description: 'The id of the request.', schema: { type: 'string' } },
  IdempotencyReplayed: {
    description: '`true` where this is the first answer again.',
    schema: { type: 'string', enum: ['true'] },
  },
  RetryAfter: {
    description: 'Seconds to wait before trying again.',
    schema: { type: 'integer', minimum: 0 },
  },
  Location: { description: 'Where to go on.', schema: { type: 'string' } },
};
