import { z } from 'zod';
import { ResponseFormatError } from '../../contracts/errors.js';
import { linkTo } from './link-header.js';
import type { AnsweredPage, PageStrategy } from './page-strategy.js';

/** A listing whose answers hold the address of the next page. */
export interface NextUrlPages<Answer, Item> {
  items(answer: Answer): readonly Item[];
  /** The address of the next page, whole or relative to that of this one; nothing on the last. */
  next(answer: Answer): string | null | undefined;
}

/**
 * `{"next": "https://api.acme.com/users?page=3"}` in the body. Only addresses of the API's own origin are followed. A page
 * token holds such an address unsealed: take tokens back only from those who may read whatever the account may read.
 */
export function nextUrlPages<Answer, Item>({
  items,
  next,
}: NextUrlPages<Answer, Item>): PageStrategy<Answer, Item, string> {
  return addressedPages(items, ({ answer }) => next(answer));
}

/** The same by `Link: </users?page=3>; rel="next"` in the header (RFC 8288), as GitHub and Shopify have it. */
export function linkPages<Answer, Item>({
  items,
}: Pick<NextUrlPages<Answer, Item>, 'items'>): PageStrategy<Answer, Item, string> {
  return addressedPages(items, ({ response }) => linkTo('next', response.headers['link'] ?? ''));
}

/** Positions are paths with their query. They have no origin, so no token can lead a credential to another one. */
function addressedPages<Answer, Item>(
  items: (answer: Answer) => readonly Item[],
  addressOf: (page: AnsweredPage<Answer, string>) => string | null | undefined,
): PageStrategy<Answer, Item, string> {
  return {
    position: z.string().startsWith('/'),
    request: (path, baseUrl) => (path === undefined ? {} : { url: new URL(new URL(baseUrl).origin + path) }),
    items,
    next: (page) => {
      const address = addressOf(page);
      return address ? ownPath(address, page) : undefined;
    },
  };
}

/** @throws ResponseFormatError for an address outside of the API */
function ownPath(address: string, { url, response, about }: AnsweredPage<unknown, string>): string {
  const next = URL.parse(address, url.href);
  if (next?.origin === url.origin) return next.pathname + next.search;
  const where = next ? `at ${next.origin}` : 'at what is no address';
  const message = `${about.provider} has the next page of ${about.operation} ${where}, not at ${url.origin}. It was not asked for there: credentials stay with the API. Check its base URL.`;
  throw new ResponseFormatError(message, { ...about, status: response.status });
}
