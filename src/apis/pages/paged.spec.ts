import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../../../test/support/fault-server.js';
import {
  NotFoundError,
  ResponseFormatError,
  UnprocessableError,
  ValidationError,
} from '../../contracts/errors.js';
import { defineApi } from '../define-api.js';
import { get, post } from '../rest/methods.js';
import { numberedPages, offsetPages } from './counted-pages.js';
import { cursorPages } from './cursor-pages.js';
import { linkPages, nextUrlPages } from './next-url-pages.js';
import { paged } from './paged.js';
import type { Page, PagedItems, PageOptions } from './paged-items.js';

const Item = z.object({ id: z.int() });
type Item = z.output<typeof Item>;
const Answer = z.object({
  data: z.array(Item),
  total: z.int().optional(),
  pages: z.int().optional(),
  cursor: z.string().nullish(),
  next: z.string().nullish(),
});
const size = z.object({ size: z.int().optional() });
const items = ({ data }: z.output<typeof Answer>) => data;

class Shop extends defineApi({
  name: 'acme',
  title: 'Acme',
  version: { name: 'v2', path: '/v2' },
  operations: {
    cursor: paged(
      get('/cursor', { query: size, answer: Answer }),
      cursorPages({ parameter: 'after', items: ({ data }) => data, next: ({ cursor }) => cursor }),
    ),
    offset: paged(
      get('/offset', { query: size, answer: Answer }),
      offsetPages({ items, limit: 7, offsetParameter: 'skip', limitParameter: 'take' }),
    ),
    offsetOfTotal: paged(
      get('/offset', { query: size, answer: Answer }),
      offsetPages({
        items,
        limit: 3,
        offsetParameter: 'skip',
        limitParameter: 'take',
        total: ({ total }) => total,
      }),
    ),
    numbered: paged(
      get('/numbered', { query: size, answer: Answer }),
      numberedPages({ items, parameter: 'n' }),
    ),
    numberedFromZero: paged(
      get('/numbered-from-zero', { query: size, answer: Answer }),
      numberedPages({ items, parameter: 'n', first: 0, totalPages: ({ pages }) => pages }),
    ),
    link: paged(get('/link', { query: size, answer: Answer }), linkPages({ items })),
    nextUrl: paged(
      get('/next', { query: size, answer: Answer }),
      nextUrlPages({ items, next: ({ next }) => next }),
    ),
    ofShop: paged(
      get('/shops/:shop/items', { answer: Answer }),
      nextUrlPages({ items, next: ({ next }) => next }),
    ),
  },
}) {}

type Client = InstanceType<typeof Shop>;
type Strategy = Exclude<keyof Client, 'ofShop'>;

const STRATEGIES: readonly Strategy[] = [
  'cursor',
  'offset',
  'offsetOfTotal',
  'numbered',
  'numberedFromZero',
  'link',
  'nextUrl',
];

let server: FaultServer;
let answer: (request: ReceivedRequest) => Fault;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startFaultServer({ answer: (request) => answer(request) });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => server.close());

async function open(settings?: { maxRetries: number }): Promise<Client> {
  const { client, close } = await openApi(Shop, server.url, { settings });
  closers.push(close);
  return client;
}

describe('a paged operation', () => {
  it('yields every item once and in order, whatever the API’s way and however it falters', async () => {
    await fc.assert(
      fc.asyncProperty(listing, disturbances, async ({ strategy, count, pageSize, cap }, disturbed) => {
        answer = disturbing(disturbed, serving({ count, cap }));
        const client = await open();
        expect(await idsOf(client[strategy]({ size: pageSize }))).toEqual(upTo(count));
      }),
      { numRuns: 80 },
    );
  });

  it('goes on behind the last whole page, in another process, wherever it has stopped', async () => {
    await fc.assert(
      fc.asyncProperty(listing, fc.nat(40), async ({ strategy, count, pageSize, cap }, stop) => {
        answer = serving({ count, cap });
        const before: number[] = [];
        let pageToken: string | undefined;
        const first = await open();
        for await (const page of first[strategy]({ size: pageSize }).pages()) {
          before.push(...page.items.map(({ id }) => id));
          pageToken = page.nextPageToken;
          if (before.length >= stop) break;
        }
        const second = await open();
        const after =
          pageToken === undefined ? [] : await idsOf(second[strategy]({ size: pageSize }, { pageToken }));
        expect([...before, ...after]).toEqual(upTo(count));
      }),
      { numRuns: 30 },
    );
  });

  it('yields all items before a page that cannot be had, and then throws', async () => {
    await fc.assert(
      fc.asyncProperty(listing, fc.nat(6), async ({ strategy, count, pageSize, cap }, good) => {
        const serve = serving({ count, cap });
        let asked = 0;
        let served = 0;
        answer = (request) => {
          asked += 1;
          if (asked > good) return faults.status(404);
          const fault = serve(request);
          if (fault.kind === 'answer') served += Answer.parse(JSON.parse(fault.body.toString())).data.length;
          return fault;
        };
        const client = await open();
        const seen: number[] = [];
        const walk = async () => {
          for await (const { id } of client[strategy]({ size: pageSize })) seen.push(id);
        };
        const failed: unknown = await walk().catch((error: unknown) => error);
        expect(seen).toEqual(upTo(served));
        expect(failed).toEqual(asked > good ? expect.any(NotFoundError) : undefined);
      }),
      { numRuns: 30 },
    );
  });

  it('asks for a page when the loop gets there, and no sooner; each loop begins anew', async () => {
    answer = serving({ count: 10, cap: 2 });
    const client = await open();
    const listed = client.cursor();
    const from = server.requests.length;
    for await (const { id } of listed) {
      expect(server.requests.length - from).toBe(Math.ceil(id / 2));
      if (id === 5) break;
    }
    expect(await idsOf(listed)).toEqual(upTo(10));
  });

  it('ends without an error after maxItems, and asks for no page that it does not need', async () => {
    answer = serving({ count: 10, cap: 2 });
    const client = await open();
    const from = server.requests.length;
    expect(await idsOf(client.numbered({}, { maxItems: 0 }))).toEqual([]);
    expect(await idsOf(client.numbered({}, { maxItems: 4 }))).toEqual(upTo(4));
    expect(server.requests.length - from).toBe(2);
    expect(await idsOf(client.numbered({}, { maxItems: 5 }))).toEqual(upTo(5));
  });

  it('never ends in silence at maxPages: it names the option', async () => {
    answer = serving({ count: 4, cap: 2 });
    const client = await open();
    expect(await idsOf(client.cursor({}, { maxPages: 2 }))).toEqual(upTo(4));
    const failed: unknown = await idsOf(client.cursor({}, { maxPages: 1 })).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UnprocessableError);
    expect(String(failed)).toContain('Raise maxPages');
    expect(() => client.cursor({}, { maxPages: 0 })).toThrow('see maxPages');
  });

  it('stops when the API sends it in circles', async () => {
    const client = await open();
    const cursors = ['a', 'b', 'a'];
    let asked = 0;
    answer = () => {
      asked += 1;
      return faults.ok({ data: [{ id: asked }], cursor: cursors[asked - 1] });
    };
    const seen: number[] = [];
    const walk = async () => {
      for await (const { id } of client.cursor()) seen.push(id);
    };
    const failed: unknown = await walk().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ResponseFormatError);
    expect(String(failed)).toContain('in circles');
    expect(seen).toEqual([1, 2, 3]);
  });

  it.each([
    ['nonsense', 'cursor'],
    [tokenOf(''), 'cursor'],
    [tokenOf(3), 'link'],
    [tokenOf('https://evil.example/'), 'link'],
    [tokenOf(0.5), 'offset'],
    [tokenOf({ path: '/' }), 'nextUrl'],
    ['ey{', 'numbered'],
  ] as const)('refuses %j as a page token of %s, and sends nothing', async (pageToken, strategy) => {
    answer = serving({ count: 10, cap: 2 });
    const client = await open();
    const from = server.requests.length;
    const refused: unknown = await idsOf(client[strategy]({}, { pageToken })).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(ValidationError);
    expect(refused).toMatchObject({ details: [{ field: 'pageToken' }], operation: strategy });
    expect(server.requests).toHaveLength(from);
  });

  it.each([
    'https://evil.example/v2/next',
    '//evil.example/v2/next',
    String.raw`\\evil.example\v2`,
    'http://127.0.0.1:1/v2/next',
    'ftp:x',
    'http://',
  ])('does not follow a next page to %s', async (next) => {
    answer = () => faults.ok({ data: [], next });
    const client = await open();
    const from = server.requests.length;
    const refused: unknown = await idsOf(client.nextUrl()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ResponseFormatError);
    expect(String(refused)).toContain('credentials stay with the API');
    expect(server.requests.length - from).toBe(1);
  });

  it.each(['?page=2', 'items?page=2', '../a%20b/items?page=2', '/v2/shops/a%20b/items?page=2'])(
    'follows %s from the page on which it stands',
    async (next) => {
      answer = ({ path }) => faults.ok({ data: [], next: path.endsWith('page=2') ? null : next });
      const client = await open();
      expect(await idsOf(client.ofShop({ shop: 'a b' }))).toEqual([]);
      expect(server.requests.slice(-2).map(({ path }) => path)).toEqual([
        '/v2/shops/a%20b/items',
        '/v2/shops/a%20b/items?page=2',
      ]);
    },
  );

  it('cannot be made of an operation that acts', () => {
    const acting = post('/items', { answer: Answer });
    expect(() => paged(acting, linkPages({ items }))).toThrow("safety { by: 'reading' }");
    const searching = post('/search', { answer: Answer, safety: { by: 'reading' } });
    expect(paged(searching, linkPages({ items }))).toHaveProperty('safeToTry', false);
  });

  it('has the types of its operation', async () => {
    answer = serving({ count: 1, cap: 1 });
    const client = await open();
    const listed: PagedItems<{ id: number }> = client.cursor();
    for await (const page of listed.pages()) {
      const { items: some }: Page<Item> = page;
      expect(some).toEqual([{ id: 1 }]);
    }
    // @ts-expect-error What a path needs has to be given.
    const withoutInput = () => client.ofShop();
    // @ts-expect-error No field of the query.
    const withMore = () => client.cursor({ sizes: 1 });
    const options: PageOptions = { pageToken: tokenOf('1'), maxPages: 1, maxItems: 1 };
    expect([withoutInput, withMore, client.cursor({ size: 1 }, { ...options, timeoutMs: 1 })]).toHaveLength(
      3,
    );
  });
});

const listing = fc.record({
  strategy: fc.constantFrom(...STRATEGIES),
  count: fc.nat(40),
  pageSize: fc.integer({ min: 1, max: 50 }),
  /** The most that the API gives at once, whatever it is asked for. */
  cap: fc.integer({ min: 1, max: 20 }),
});

/** At which requests the API falters. Never so often in a row that the road gives up, or opens the circuit. */
const disturbances = fc
  .uniqueArray(
    fc.record({
      at: fc.nat(20),
      fault: fc.oneof(
        {
          weight: 9,
          arbitrary: fc.constantFrom(faults.status(500), faults.resetBefore()),
        },
        { weight: 1, arbitrary: fc.constant(faults.tooMany(0)) },
      ),
    }),
    { maxLength: 3, selector: ({ at }) => at },
  )
  .map((all) => new Map(all.map(({ at, fault }) => [at, fault])));

function disturbing(
  disturbed: ReadonlyMap<number, Fault>,
  serve: (request: ReceivedRequest) => Fault,
): (request: ReceivedRequest) => Fault {
  let asked = -1;
  return (request) => {
    asked += 1;
    return disturbed.get(asked) ?? serve(request);
  };
}

/** An API that lists the numbers from 1 to `count`, in each way that there is. */
function serving({ count, cap }: { count: number; cap: number }): (request: ReceivedRequest) => Fault {
  return ({ path }) => {
    const url = new URL(path, server.url);
    const { pathname, searchParams } = url;
    const read = (name: string, otherwise: number) => Number(searchParams.get(name) ?? otherwise);
    const length = Math.min(cap, read(pathname.endsWith('/offset') ? 'take' : 'size', 10));
    const page = (start: number, more: object = {}, headers: Record<string, string> = {}): Fault =>
      faults.ok(
        {
          data: upTo(count)
            .slice(start, start + length)
            .map((id) => ({ id })),
          ...more,
        },
        headers,
      );
    const addressOf = (start: number) => {
      url.searchParams.set('from', String(start));
      return start < count ? url : undefined;
    };
    switch (pathname) {
      case '/v2/cursor': {
        const end = read('after', 0) + length;
        return page(end - length, { cursor: end < count ? String(end) : null });
      }
      case '/v2/offset':
        return page(read('skip', NaN), { total: count });
      case '/v2/numbered':
        return page((read('n', NaN) - 1) * length);
      case '/v2/numbered-from-zero':
        return page(read('n', NaN) * length, { pages: Math.ceil(count / length) });
      case '/v2/next': {
        const start = read('from', 0);
        const next = addressOf(start + length);
        return page(start, { next: next && next.pathname + next.search });
      }
      case '/v2/link': {
        const start = read('from', 0);
        const next = addressOf(start + length);
        return page(start, {}, next ? { link: `</v2/link>; rel=first, <${next.href}>; rel="next"` } : {});
      }
      default:
        return faults.status(404);
    }
  };
}

async function idsOf(listed: AsyncIterable<Item>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of listed) ids.push(id);
  return ids;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function tokenOf(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}
