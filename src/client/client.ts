import createClient, { type FetchOptions, type MaybeOptionalInit } from 'openapi-fetch';
import { HooklineApiError } from './api-error.js';
import type { paths } from './generated/api.js';
import { repeatingFetch } from './repeating-fetch.js';

export interface HooklineClientOptions {
  /** Where Hookline is: `https://hookline.example.com`. */
  readonly baseUrl: string;
  /** An API key (`hl_…`), or an access token; a function is asked before each request, so that a token can be renewed. */
  readonly apiKey: string | (() => string | Promise<string>);
  /** How often a request is sent again that got no answer, or was told to come again. @default 2 */
  readonly maxRetries?: number;
  /** What sends the requests. @default the global `fetch` */
  readonly fetch?: (request: Request) => Promise<Response>;
}

type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

type PathWith<Method extends HttpMethod> = {
  [Path in keyof paths]: paths[Path] extends Record<Method, { responses: unknown }> ? Path : never;
}[keyof paths];

/** What a route answers; `undefined` where it answers without a body. */
type AnswerOf<Path extends keyof paths, Method extends HttpMethod> = paths[Path][Method] extends {
  responses: infer Answers;
}
  ? Json<Answers[keyof Answers & (200 | 201 | 202 | 204)]>
  : never;
type Json<Answer> = Answer extends { content: { 'application/json': infer Body } } ? Body : undefined;

type Arguments<Init> = undefined extends Init ? [init?: Init] : [init: Init];

/** Calls a route. Parts of its path and its query are in `params`; what it answers is what is resolved to. */
type Call<Method extends HttpMethod> = <
  Path extends PathWith<Method>,
  Init extends MaybeOptionalInit<paths[Path], Method>,
>(
  path: Path,
  ...init: Arguments<Init>
) => Promise<AnswerOf<Path, Method>>;

/** The routes that answer in pages. */
type PagedPath = {
  [Path in PathWith<'get'>]: AnswerOf<Path, 'get'> extends Page ? Path : never;
}[PathWith<'get'>];

type ItemOf<Path extends PagedPath> =
  AnswerOf<Path, 'get'> extends { data: readonly (infer Item)[] } ? Item : never;

/**
 * Hookline over HTTP, each route typed. Every method throws {@link HooklineApiError} for what is refused or fails.
 * A POST gets an `Idempotency-Key` where it is given none, so that it can be sent again and acts once; give your own
 * (`params: { header: { 'Idempotency-Key': 'order-42' } }`) where a repeat may come from another process.
 */
export interface HooklineClient {
  readonly get: Call<'get'>;
  readonly post: Call<'post'>;
  readonly put: Call<'put'>;
  readonly patch: Call<'patch'>;
  readonly delete: Call<'delete'>;
  /** Everything on a list, page after page. */
  each<Path extends PagedPath>(
    path: Path,
    ...init: Arguments<MaybeOptionalInit<paths[Path], 'get'>>
  ): AsyncGenerator<ItemOf<Path>, void>;
}

/** A client for one Hookline. Works wherever `fetch` does: Node.js 20, browsers, edge runtimes. */
export function createHooklineClient(options: HooklineClientOptions): HooklineClient {
  const { baseUrl, apiKey, maxRetries = 2, fetch: send = (request) => fetch(request) } = options;
  const client = createClient<paths>({ baseUrl, fetch: repeatingFetch(send, maxRetries) });
  client.use({
    async onRequest({ request }) {
      request.headers.set('Authorization', `Bearer ${typeof apiKey === 'string' ? apiKey : await apiKey()}`);
      if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
        request.headers.set('Idempotency-Key', crypto.randomUUID());
      }
    },
    async onResponse({ response }) {
      if (!response.ok) throw await HooklineApiError.from(response);
    },
  });
  // The types of openapi-fetch say what a route takes and answers; here, all routes are one.
  const request = client.request as unknown as (
    method: HttpMethod,
    path: string,
    init?: object,
  ) => Promise<{ data?: unknown }>;
  const call =
    (method: HttpMethod) =>
    async (path: string, init?: object): Promise<unknown> =>
      (await request(method, path, init)).data;
  const get = call('get');
  return {
    get,
    post: call('post'),
    put: call('put'),
    patch: call('patch'),
    delete: call('delete'),
    each: (path: string, init?: FetchOptions<unknown>) => eachItem(get, path, init),
  } as HooklineClient;
}

interface Page {
  readonly data: readonly unknown[];
  readonly next_cursor: string | null;
}

async function* eachItem(
  get: (path: string, init?: object) => Promise<unknown>,
  path: string,
  init: FetchOptions<unknown> = {},
): AsyncGenerator<unknown, void> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { ...init.params?.query, ...(cursor !== undefined && { cursor }) };
    const page = (await get(path, { ...init, params: { ...init.params, query } })) as Page;
    yield* page.data;
    cursor = page.next_cursor;
  }
}
