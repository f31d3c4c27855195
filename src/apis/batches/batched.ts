import type { CallOptions } from '../../contracts/calls.js';
import { ResponseFormatError, TimeoutError } from '../../contracts/errors.js';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
import type { ApiMethod, MethodContext } from '../api-method.js';
import type { RestMethod } from '../rest/rest-method.js';
import { requireWholeNumber } from './whole-number.js';

/** What became of one item of several. */
export type BatchOutcome<Result> =
  | { readonly result: Result }
  | {
      /** About this one alone, or about the call that it went with. */
      readonly error: Error;
    };

/** How an API takes many things at once. */
export interface Batches<Item, Input, Answer, Outcome extends BatchOutcome<unknown>> {
  /** How many items go with one call, at most. */
  readonly size: number;
  /** How many calls are under way at once, at most. @default 1 */
  readonly concurrency?: number;
  /** The input of the call for these items, of which there is at least one. */
  ask(items: readonly Item[]): Input;
  /** What became of each of these items, in their order. */
  outcomes(answer: Answer, items: readonly Item[]): readonly Outcome[];
}

/**
 * A method of the client that does the same for many items, in as few calls as it takes. One outcome for each, in their
 * order; a call that fails is the error of each of its items, and does not stop the others. All calls have one deadline,
 * and each its own idempotency key: repeat a batch under the same key with the same items only.
 * @throws whatever keeps all calls from being made: no such account, nothing configured, the caller's abort reason
 */
export type BatchedCall<Item, Result> = (
  items: readonly Item[],
  options?: CallOptions,
) => Promise<readonly BatchOutcome<Result>[]>;

type ResultOf<Outcome> = Outcome extends { readonly result: infer Result } ? Result : never;

/**
 * Many calls as few.
 *
 *     createMany: batched(post('/users/batch', { body: NewUsers, answer: Created }), {
 *       size: 100,
 *       ask: (users: readonly NewUser[]) => ({ body: { users: [...users] } }),
 *       outcomes: ({ results }) => results.map(({ user, problem }) =>
 *         user ? { result: user } : { error: new Error(problem) }),
 *     })
 *
 * @throws TypeError for a `size` or `concurrency` that is no whole number above 0
 */
export function batched<Item, Input extends object, Answer, Outcome extends BatchOutcome<unknown>>(
  method: RestMethod<Input, Answer>,
  batches: Batches<Item, Input, Answer, Outcome>,
): ApiMethod<BatchedCall<Item, ResultOf<Outcome>>> {
  const { size, concurrency = 1, ask, outcomes } = batches;
  requireWholeNumber('size', size);
  requireWholeNumber('concurrency', concurrency);

  const send = async (context: MethodContext, api: ApiOperation, share: readonly Item[], index: number) => {
    api.signal.throwIfAborted();
    const { data, response } = await method.exchange(context, api, ask(share), { step: `batch-${index}` });
    const told = outcomes(data, share);
    if (told.length !== share.length) throw unlike(api, response.status, told.length, share.length);
    return told;
  };

  const bind = (context: MethodContext): BatchedCall<Item, unknown> => {
    return async (items, options = {}) => {
      if (items.length === 0) return [];
      return context.runtime.api.perform(context.name, options, async (api) => {
        const told = await inTurns(sharesOf(items, size), concurrency, (share, index) =>
          send(context, api, share, index).catch((cause: unknown) => {
            options.signal?.throwIfAborted();
            const error = errorOf(api, cause);
            return share.map(() => ({ error }));
          }),
        );
        return told.flat();
      });
    };
  };
  return { safeToTry: false, bind: (context) => bind(context) as BatchedCall<Item, ResultOf<Outcome>> };
}

/** Does them all, at most so many at once. What came of each, in their order. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const turns = items.entries();
  const worker = async () => {
    for (const [index, item] of turns) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  return results;
}

function sharesOf<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** What a failed call means for its items. One that had no time left to begin has not failed, but was not sent. */
function errorOf(api: ApiOperation, cause: unknown): Error {
  if (api.signal.aborted && cause === api.signal.reason) {
    const { provider, operation } = api.describe();
    const message = `${provider} ${operation} had no time left for these items: they were not sent. Try them again, with a longer timeoutMs or fewer at once.`;
    return new TimeoutError(message, { provider, operation, cause });
  }
  return cause instanceof Error ? cause : new Error(String(cause));
}

function unlike(api: ApiOperation, status: number, outcomes: number, items: number): ResponseFormatError {
  const { provider, operation } = api.describe();
  const message = `${provider} answered ${operation} with ${outcomes} outcomes for ${items} items: which is whose cannot be told. Look the items up before you act again.`;
  return new ResponseFormatError(message, { provider, operation, status });
}
