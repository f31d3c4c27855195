import { z } from 'zod';
import type { ResponseFormatError } from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { fieldsOf } from '../answers/answer-reading.js';
import { graphqlErrors, type GraphqlError } from './graphql-errors.js';

/** What a GraphQL API answers, whatever became of the operation. */
export interface GraphqlAnswer {
  /** `null` and `undefined` only beside errors: nothing came of it, or it did not begin. */
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly GraphqlError[];
}

/** @see https://spec.graphql.org/October2021/#sec-Response-Format */
const answer = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  // Some have an empty list, or null, when there is none.
  errors: graphqlErrors.nullish(),
});

/**
 * Reads an answer as far as every GraphQL API has it.
 * @param refuse makes the error of one that is none. @throws it
 */
export function readGraphqlAnswer(
  body: unknown,
  refuse: (fields: string) => ResponseFormatError,
): GraphqlAnswer {
  const result = answer.safeParse(body);
  if (!result.success) throw refuse(fieldsOf(result.error));
  const { data } = result.data;
  const errors = result.data.errors ?? [];
  if (errors.length === 0 && (data === null || data === undefined)) throw refuse('data');
  return { data, errors };
}

/** An answer that has errors in it; `undefined` for any other, also for one that is not GraphQL's. */
export function refusingAnswer({ body }: Pick<OutboundResponse, 'body'>): GraphqlAnswer | undefined {
  if (!body.includes('"errors"')) return undefined; // every answer passes here: most are not parsed for it
  try {
    const { data, errors } = answer.parse(JSON.parse(body.toString('utf8')));
    return errors?.length ? { data, errors } : undefined;
  } catch {
    return undefined;
  }
}
