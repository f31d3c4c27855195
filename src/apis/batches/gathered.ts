import DataLoader from 'dataloader';
import type { CallOptions } from '../../contracts/calls.js';
import { NotFoundError } from '../../contracts/errors.js';
import { requestId, workLimits } from '../../platform/context/request-context.js';
import type { ApiMethod, MethodContext } from '../api-method.js';
import type { RestMethod } from '../rest/rest-method.js';
import { requireWholeNumber } from './whole-number.js';

/** How an API gives many things at once. */
export interface Gathering<Key extends string | number, Input, Answer, Item> {
  /** How many keys go with one call, at most. */
  readonly size: number;
  /** The input of the call for these keys, each of them once. */
  ask(keys: readonly Key[]): Input;
  /** What the answer has for a key; `undefined` when it has nothing. */
  pick(answer: Answer, key: Key): Item | undefined;
}

/**
 * A method of the client that gets one thing. Nothing is kept beyond the call.
 * @throws NotFoundError when the answer lacks the key
 * @throws whatever the call throws, for each of the keys in it
 */
export type GatheredCall<Key, Item> = (key: Key, options?: CallOptions) => Promise<Item>;

/**
 * Single gets that are made at the same time, as one call: `Promise.all(ids.map((id) => acme.users.get(id)))`.
 *
 *     get: gathered(get('/users', { query: z.object({ ids: z.array(z.string()) }), answer: Users }), {
 *       size: 100,
 *       ask: (ids: readonly string[]) => ({ ids: [...ids] }),
 *       pick: ({ users }, id) => users.find((user) => user.id === id),
 *     })
 *
 * Only gets of the same request or job, with the same options, share a call: no account sees another's, and nobody is cut
 * short by somebody else's deadline.
 * @throws TypeError for an operation that acts, or a `size` that is no whole number above 0
 */
export function gathered<Key extends string | number, Input extends object, Answer, Item>(
  method: RestMethod<Input, Answer>,
  { size, ask, pick }: Gathering<Key, Input, Answer, Item>,
): ApiMethod<GatheredCall<Key, Item>> {
  requireWholeNumber('size', size);
  if (!method.reads) {
    throw new TypeError(
      `${method.method} ${method.path} cannot be gathered: it acts. Give it safety { by: 'reading' } if it only asks.`,
    );
  }
  const load = async (context: MethodContext, keys: readonly Key[], options: CallOptions) => {
    const answer = await context.runtime.api.perform(context.name, options, async (api) => {
      const { data } = await method.exchange(context, api, ask(keys));
      return data;
    });
    return keys.map((key) => pick(answer, key) ?? notFound(context, key));
  };

  return {
    safeToTry: false,
    bind: (context) => {
      // By the signal that ends them, since that has no name to be known by.
      const waiting = new WeakMap<object, Map<string, DataLoader<Key, Item>>>();
      const unending = {};
      return async (key, options = {}) => {
        const { signal = unending, ...others } = options;
        const loaders = waiting.get(signal) ?? new Map<string, DataLoader<Key, Item>>();
        waiting.set(signal, loaders);
        const together = JSON.stringify([requestId(), workLimits(), others]);
        const loader =
          loaders.get(together) ??
          new DataLoader<Key, Item>(
            (keys) => {
              loaders.delete(together); // Whoever comes from now on is told what is so from now on.
              return load(context, keys, options);
            },
            { maxBatchSize: size },
          );
        loaders.set(together, loader);
        return loader.load(key);
      };
    },
  };
}

function notFound({ name, runtime }: MethodContext, key: string | number): NotFoundError {
  const message = `${runtime.title} has nothing under ${JSON.stringify(String(key).slice(0, 40))} (${name}).`;
  return new NotFoundError(message, { provider: runtime.description.name, operation: name });
}
