import { redactText } from '../../platform/logging/redaction.js';
import { httpDateMs } from '../retry/retry-after.js';
import type { Deprecation } from './api-notice.js';

/** A link that is longer, in characters, is not one for people. */
const MAX_LINK_LENGTH = 2_000;

/** The database and people know no dates from then on. */
const YEAR_10000_MS = Date.UTC(10_000, 0);

/**
 * What the headers of an answer say about the end of its endpoint: `Deprecation` as a date (`@1688169599`), or as the
 * drafts before it had it (`true`, an HTTP date), `Sunset`, and the `Link` that explains it. What cannot be read counts
 * as not said. Links alone say nothing: they may lead to a policy for all that will ever be deprecated.
 * @param headers names in lower case
 * @param origin where a link without a host leads: `https://api.acme.com`
 * @see https://www.rfc-editor.org/rfc/rfc9745
 * @see https://www.rfc-editor.org/rfc/rfc8594
 */
export function readDeprecation(
  headers: Readonly<Record<string, string>>,
  origin: string,
): Deprecation | undefined {
  const { deprecation, sunset } = headers;
  if (deprecation === undefined && sunset === undefined) return undefined;
  const first = firstOf(deprecation);
  const deprecatedAt = structuredDate(first) ?? httpDate(first);
  const sunsetAt = httpDate(firstOf(sunset));
  if (!deprecatedAt && !sunsetAt && first.toLowerCase() !== 'true') return undefined;
  return { deprecatedAt, sunsetAt, link: explanation(headers['link'] ?? '', origin) };
}

/** Of a header that came several times, the first. The comma after a day of the week belongs to its date. */
function firstOf(header = ''): string {
  return (/^(?:[A-Z][a-z]{2,8}, )?[^,]*/.exec(header.trim())?.[0] ?? '').trim();
}

/** https://www.rfc-editor.org/rfc/rfc9651#section-3.3.7 */
function structuredDate(value: string): Date | undefined {
  const [, seconds] = /^@(\d{1,15}) *(?:;|$)/.exec(value) ?? [];
  return seconds === undefined ? undefined : sensible(Number(seconds) * 1000);
}

function httpDate(value: string): Date | undefined {
  const ms = httpDateMs(value, Date.now());
  return ms === undefined ? undefined : sensible(ms);
}

function sensible(ms: number): Date | undefined {
  return ms >= 0 && ms < YEAR_10000_MS ? new Date(ms) : undefined;
}

/** Each link of a `Link` header, and its parameters. A `<` in quotes begins none. */
const LINKS = /<([^<>]*)>((?:[^<>"]|"(?:[^"\\]|\\.)*"?)*)/g;

/** Where the provider explains it: where the deprecation is, rather than what is to be gone after it. */
function explanation(header: string, origin: string): string | undefined {
  const links = new Map<string, string>();
  for (const [, target = '', parameters = ''] of header.matchAll(LINKS)) {
    for (const relation of relationsOf(parameters)) {
      if (!links.has(relation)) links.set(relation, target);
    }
  }
  return webAddress(links.get('deprecation') ?? links.get('sunset'), origin);
}

function relationsOf(parameters: string): readonly string[] {
  const [, quoted, bare = ''] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters) ?? [];
  return (quoted ?? bare).toLowerCase().split(' ');
}

/** A link for people. It is taken from the origin on, never from the call's own address, which may hold more than a name. */
function webAddress(target: string | undefined, origin: string): string | undefined {
  if (!target || !URL.canParse(target, origin)) return undefined;
  const url = new URL(target, origin);
  if (!/^https?:$/.test(url.protocol) || url.href.length > MAX_LINK_LENGTH) return undefined;
  url.username = '';
  url.password = '';
  return redactText(url.href);
}
