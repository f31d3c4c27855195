import type { z } from 'zod';
import type { Answer } from './errors.js';
import { expand, readExpand } from './expand.js';
import type { Form } from './form.js';
import { readParameters } from './parameters.js';
import type { State } from './state.js';

/** One call of the API, as an endpoint sees it. */
export interface Call {
  state: State;
  /** Where the sandbox's own pages are: `http://127.0.0.1:12111`. */
  baseUrl: string;
  /** Both are null when a customer acts on a page instead of a program on the API. */
  request: { id: string | null; idempotency_key: string | null };
  /** Whether events are to be delivered. */
  sendsWebhooks: boolean;
}

/** The id in the path, or an empty text where the path has none. */
export interface Target {
  id: string;
}

type Result = object;

/** A decline: an error answer whose changes are kept. */
export class Decline {
  constructor(readonly answer: Answer) {}
}

/** A route of the API: how to read its parameters and what to do with them. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'DELETE';
  /** Fastify's notation: `/v1/refunds/:id`. */
  path: string;
  answer(call: Call, target: Target, form: Form): Answer;
}

/**
 * Declares a route. Parameters outside `schema` are refused; `expand` is understood everywhere. What `run` returns
 * is answered with 200; it throws a StripeApiError to refuse.
 */
export function endpoint<P>(
  method: Endpoint['method'],
  path: string,
  schema: z.ZodType<P>,
  run: (call: Call, parameters: P, target: Target) => Result,
): Endpoint {
  return {
    method,
    path,
    answer(call, target, { expand: wanted, ...form }) {
      const paths = readExpand(wanted);
      const result = run(call, readParameters(schema, form), target);
      if (result instanceof Decline) return result.answer;
      return { status: 200, body: expand(call.state, result, paths) };
    },
  };
}
