import { z } from 'zod';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { graphqlWords } from '../graphql/graphql-errors.js';
import type { ErrorWords } from './api-errors.js';

/** A word of an API, such as `card_declined` or `40012`. */
const code = z
  .union([z.string().max(100), z.number()])
  .transform(String)
  .optional()
  .catch(undefined);
const text = z.string().optional().catch(undefined);

const about = z.looseObject({ code, type: code, message: text, detail: text, title: text });

/** `{"errors": [{"field": "email", "message": "is taken"}]}`, as many APIs have it in one form or another. */
const fieldIssue = z.looseObject({
  field: text,
  path: text,
  param: text,
  message: text,
  detail: text,
  issue: text,
});

const refusal = z.looseObject({
  error: z.union([z.string(), about]).optional().catch(undefined),
  error_description: text,
  code,
  type: code,
  message: text,
  detail: text,
  title: text,
  errors: z.array(fieldIssue).optional().catch(undefined),
  request_id: text,
  requestId: text,
});

/** Names that APIs give the header with their id of a request. */
const REQUEST_IDS = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'x-amzn-requestid',
  'x-github-request-id',
];

/**
 * What an API says when it refuses, in any of the usual forms: problem details (RFC 9457, 3.1), `{"error": "…"}`,
 * `{"error": {"code", "message"}}`, OAuth's (RFC 6749, 5.2), `{"message": "…"}`, `{"errors": […]}`, GraphQL's.
 */
export function readErrorWords(body: unknown, response: Pick<OutboundResponse, 'headers'>): ErrorWords {
  const header = requestIdOf(response);
  const graphql = graphqlWords(body);
  if (graphql) return { ...graphql, requestId: header };
  const said = refusal.safeParse(body).data;
  if (!said) return { requestId: header };
  const { error } = said;
  const inner = typeof error === 'object' ? error : undefined;
  const fields = (said.errors ?? []).flatMap(({ field, path, param, message, detail, issue }) => {
    const name = field ?? path ?? param;
    return name === undefined ? [] : [{ field: name, issue: issue ?? message ?? detail ?? 'is refused' }];
  });
  return {
    code:
      inner?.code ??
      inner?.type ??
      said.code ??
      (typeof error === 'string' && isWord(error) ? error : undefined),
    message:
      inner?.message ??
      inner?.detail ??
      said.error_description ??
      said.message ??
      said.detail ??
      said.title ??
      said.errors?.[0]?.message ??
      (typeof error === 'string' && !isWord(error) ? error : undefined),
    requestId: said.request_id ?? said.requestId ?? header,
    fields,
  };
}

/** An API's id of a request, as its answer has it. */
export function requestIdOf({ headers }: Pick<OutboundResponse, 'headers'>): string | undefined {
  return REQUEST_IDS.map((name) => headers[name]).find(Boolean);
}

/** `invalid_grant`, and not a sentence. */
function isWord(error: string): boolean {
  return /^[\w.-]{1,64}$/.test(error);
}
