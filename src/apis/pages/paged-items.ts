import { hash } from 'node:crypto';
import { z } from 'zod';
import { ResponseFormatError, UnprocessableError, ValidationError } from '../../contracts/errors.js';

/** One page of a listing. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque: where the next one begins; keep it to go on later, also in another process. `undefined` on the last. */
  readonly nextPageToken: string | undefined;
}

/** Where a walk over pages begins, and how far it goes. */
export interface PageOptions {
  /** Goes on where an earlier walk ended. @default the first page */
  readonly pageToken?: string;
  /** The most pages to ask for, at least 1. More than that is an error. @default 10_000 */
  readonly maxPages?: number;
  /** The walk ends, without an error, after so many items. @default all there are */
  readonly maxItems?: number;
}

const MAX_PAGES = 10_000;

const limits = z.object({
  maxPages: z.int().min(1).default(MAX_PAGES),
  maxItems: z.int().min(0).default(Infinity),
});

/**
 * The items of a listing, page after page: `for await (const user of acme.users.list())`. The next page is asked for
 * when the loop gets there, so that one page at a time is in memory. Each loop begins anew.
 */
export class PagedItems<Item> implements AsyncIterable<Item> {
  private readonly limits: z.output<typeof limits>;

  /** @throws ValidationError for a `maxPages` or `maxItems` that is no whole number, or too small */
  constructor(
    private readonly fetchPage: (pageToken: string | undefined) => Promise<Page<Item>>,
    private readonly options: PageOptions,
    private readonly about: { readonly provider: string; readonly operation: string },
  ) {
    const { data, error } = limits.safeParse(options);
    if (error) throw refused(about, error);
    this.limits = data;
  }

  /** @throws what {@link pages} throws, after all items that came before */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, undefined> {
    let left = this.limits.maxItems;
    for await (const page of this.pages()) {
      yield* page.items.slice(0, left);
      left -= page.items.length;
    }
  }

  /**
   * The same, a whole page at a time, up to the one in which `maxItems` is reached. Keep the `nextPageToken` of the last
   * one that is done with, and a walk can go on from there.
   * @throws UnprocessableError when there are more than `maxPages`
   * @throws ResponseFormatError when the API leads back to where it has led before
   * @throws ValidationError when `pageToken` is not one of this listing
   * @throws whatever asking for a page throws, once the road has tried it again
   */
  async *pages(): AsyncGenerator<Page<Item>, undefined> {
    const { maxPages, maxItems } = this.limits;
    const asked = new Set<string>();
    let token = this.options.pageToken;
    let items = 0;
    for (let pages = 0; items < maxItems; pages += 1) {
      if (pages === maxPages) throw this.tooMany();
      if (token !== undefined) this.note(token, asked);
      const page = await this.fetchPage(token);
      yield page;
      if (page.nextPageToken === undefined) return;
      items += page.items.length;
      token = page.nextPageToken;
    }
  }

  /** Keeps a hash of each token: an API may make them long. */
  private note(token: string, asked: Set<string>): void {
    const mark = hash('sha256', token, 'base64');
    if (asked.has(mark)) throw this.inCircles();
    asked.add(mark);
  }

  private tooMany(): UnprocessableError {
    const { provider, operation } = this.about;
    const message = `${provider} ${operation} has more than ${this.limits.maxPages} pages. Raise maxPages, ask for larger pages, or go on from the last nextPageToken.`;
    return new UnprocessableError(message, this.about);
  }

  private inCircles(): ResponseFormatError {
    const { provider, operation } = this.about;
    const message = `${provider} sends ${operation} in circles: the next page is one that it has sent before. What came up to here is whole pages; the rest cannot be had.`;
    return new ResponseFormatError(message, this.about);
  }
}

function refused(about: { provider: string; operation: string }, { issues }: z.ZodError): ValidationError {
  const details = issues.map(({ path, message }) => ({ field: path.join('.'), issue: message }));
  const fields = details.map(({ field }) => field).join(', ');
  return new ValidationError(
    `${about.provider} ${about.operation} was not sent: see ${fields}.`,
    about,
    details,
  );
}
