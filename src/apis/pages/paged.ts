import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import type { ApiMethod, MethodContext } from '../api-method.js';
import type { RestMethod } from '../rest/rest-method.js';
import type { PageStrategy } from './page-strategy.js';
import { PageTokens } from './page-tokens.js';
import { PagedItems, type Page, type PageOptions } from './paged-items.js';

/**
 * A method of the client that lists. An input that needs nothing may be left out. Deadline and retries are those of one
 * page.
 */
export type PagedCall<Input, Item> = object extends Input
  ? (input?: Input, options?: CallOptions & PageOptions) => PagedItems<Item>
  : (input: Input, options?: CallOptions & PageOptions) => PagedItems<Item>;

/**
 * A listing, all of whose items a loop gets to: `for await (const user of acme.users.list())`.
 *
 *     list: paged(get('/users', { answer: Users }), cursorPages({
 *       parameter: 'after', items: ({ data }) => data, next: ({ cursor }) => cursor,
 *     }))
 *
 * @throws TypeError for an operation that acts
 */
export function paged<Input, Answer, Item, Position>(
  method: RestMethod<Input, Answer>,
  strategy: PageStrategy<Answer, Item, Position>,
): ApiMethod<PagedCall<Input, Item>> {
  if (!method.reads) {
    throw new TypeError(
      `${method.method} ${method.path} cannot be paged: it acts. Give it safety { by: 'reading' } if it only asks.`,
    );
  }
  const tokens = new PageTokens(strategy.position);

  const pageOf = (context: MethodContext, input: object, options: CallOptions, token: string | undefined) =>
    context.runtime.api.perform(context.name, options, async (api): Promise<Page<Item>> => {
      const about = api.describe();
      const position = token === undefined ? undefined : tokens.read(token, about);
      const change = strategy.request(position, api.baseUrl);
      const { data: answer, response } = await method.exchange(context, api, input, change);
      const items = strategy.items(answer);
      const url = change.url ?? new URL(api.baseUrl + pathOf(method, input));
      const next = strategy.next({ answer, count: items.length, position, response, url, about });
      return { items, nextPageToken: next === undefined ? undefined : tokens.write(next) };
    });

  return {
    // Until somebody loops over it, nothing is asked.
    safeToTry: false,
    bind: (context) => {
      const call = (input: object = {}, options: CallOptions & PageOptions = {}): PagedItems<Item> =>
        new PagedItems((token) => pageOf(context, input, options, token), options, {
          provider: context.runtime.description.name,
          operation: context.name,
        });
      return call as PagedCall<Input, Item>;
    },
  };
}

const anyParams = z.record(z.string(), z.unknown());

/** The path of the first page, from which a relative address of the next one leads on. */
function pathOf(
  { path, options }: Pick<RestMethod<never, unknown>, 'path' | 'options'>,
  input: object,
): string {
  const names = new Set([...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
  const given = Object.fromEntries(Object.entries(input).filter(([name]) => names.has(name)));
  const params = anyParams.parse(options.params ? z.encode(options.params, given) : given);
  return path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(params[name])));
}
