import { errorAnswer } from '../platform/http/answer-fields.js';
import { ERROR_CODES, type ApiErrorCode } from '../platform/http/error-codes.js';
import type { JsonSchema, JsonSchemas } from './json-schema.js';
import type { Route } from './routes.js';

/** The errors that a route may answer, by status: those of all routes of its kind, and its own. */
export function errorsOf(route: Route): Map<number, ApiErrorCode[]> {
  const codes = new Set<ApiErrorCode>([...errorsByKind(route), ...(route.description.errors ?? [])]);
  const known = Object.keys(ERROR_CODES) as ApiErrorCode[];
  const byStatus = new Map<number, ApiErrorCode[]>();
  for (const code of known.filter((each) => codes.has(each))) {
    const { status } = ERROR_CODES[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].toSorted(([one], [other]) => one - other));
}

function errorsByKind({
  method,
  path,
  scope,
  idempotent,
  params,
  query,
  body,
  description,
}: Route): ApiErrorCode[] {
  const isApi = scope !== undefined;
  if (!isApi && method === 'get') return description.errors ? ['INTERNAL_ERROR'] : [];
  return [
    'INTERNAL_ERROR',
    'DATABASE_UNAVAILABLE',
    'OVERLOADED',
    ...only(isApi, 'UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED', 'PROVIDER_UNAVAILABLE'),
    ...only(body !== undefined || query !== undefined || params.size > 0, 'VALIDATION_ERROR'),
    ...only(body !== undefined, 'MALFORMED_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'),
    ...only(isApi && path.includes(':'), 'NOT_FOUND'),
    ...only(idempotent !== undefined, 'IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED'),
    ...only(idempotent?.required === true, 'IDEMPOTENCY_KEY_REQUIRED'),
    ...only(
      description.callsProvider === true,
      'PROVIDER_NOT_CONFIGURED',
      'CONNECTION_NEEDS_REAUTH',
      'RATE_LIMITED',
      'PROVIDER_ERROR',
      'PROVIDER_AUTHENTICATION_FAILED',
      'PROVIDER_RESPONSE_INVALID',
      'PROVIDER_UNAVAILABLE',
      'CIRCUIT_OPEN',
      'PROVIDER_TIMEOUT',
      ...only(method !== 'get', 'OUTCOME_UNKNOWN'),
    ),
  ];
}

function only(applies: boolean, ...those: ApiErrorCode[]): ApiErrorCode[] {
  return applies ? those : [];
}

/** Statuses with which a `Retry-After` may come. */
const TELL_WHEN = new Set([409, 429, 502, 503, 504]);

/** The name of an answer among the components: its codes. */
export function responseName(codes: readonly ApiErrorCode[]): string {
  return codes.join('.');
}

/** Every error answer of these routes, by its name among the components. */
export function errorResponses(routes: readonly Route[], schemas: JsonSchemas): Record<string, JsonSchema> {
  const all = routes.flatMap((route) => [...errorsOf(route)]);
  const named = all.map(
    ([status, codes]) => [responseName(codes), errorResponse(status, codes, schemas)] as const,
  );
  return Object.fromEntries(named.toSorted(([one], [other]) => one.localeCompare(other, 'en')));
}

function errorResponse(status: number, answered: readonly ApiErrorCode[], schemas: JsonSchemas): JsonSchema {
  const meanings = answered.map(
    (code) => `- [\`${code}\`](/docs/errors#${code}): ${ERROR_CODES[code].meaning}`,
  );
  return {
    description: meanings.join('\n'),
    headers: {
      'X-Request-ID': { $ref: '#/components/headers/RequestId' },
      ...(TELL_WHEN.has(status) && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
    },
    content: {
      'application/json': {
        schema: schemas.of(errorAnswer),
        example: errorExample(answered[0] ?? 'INTERNAL_ERROR'),
      },
    },
  };
}

function errorExample(code: ApiErrorCode): JsonSchema {
  return {
    error: {
      code,
      message: ERROR_CODES[code].meaning,
      details: code === 'VALIDATION_ERROR' ? [{ field: 'limit', issue: 'must be at most 100' }] : [],
      correlation_id: '01JDC7Y2M9V3K4T5W6X7Y8Z9AB',
      timestamp: '2026-11-21T08:30:00.000Z',
      documentation_url: `http://localhost:3000/docs/errors#${code}`,
    },
  };
}
