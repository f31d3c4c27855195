/**
 * Reads a `Retry-After` header strictly: whole seconds, or one of the three HTTP dates. `Date.parse` would take `120`
 * for the year 120, the asctime form for local time, and 31 February for 3 March.
 * @returns milliseconds to wait from `now` (ms since 1970), at least 0; `undefined` for an invalid value
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(header: string | undefined, now: number = Date.now()): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = httpDateMs(value, now);
  return date === undefined ? undefined : Math.max(0, date - now);
}

/**
 * The wait that an answer asks for by `Retry-After`. A date is measured against the answer's own `Date`, where it has a
 * valid one, so that neither clock needs to be right.
 * @param headers names in lower case
 * @param now our own time, in ms since 1970
 * @returns milliseconds, at least 0; `undefined` when the answer states no valid wait
 */
export function statedWaitMs(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const header = headers['retry-after'];
  return header === undefined ? undefined : retryAfterMs(header, answeredAtMs(headers, now));
}

/** When an answer was made by the clock of who made it, in ms since 1970; by our own where it does not say. */
export function answeredAtMs(headers: Readonly<Record<string, string>>, now: number): number {
  return httpDateMs(headers['date']?.trim() ?? '', now) ?? now;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */
const FORMS = [
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  new RegExp(
    `^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} GMT$`,
  ),
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/**
 * Reads one of the three HTTP dates, strictly, as ms since 1970; `undefined` for anything else.
 * @param now ms since 1970, by which a year of two digits is understood
 */
export function httpDateMs(value: string, now: number): number | undefined {
  const parts = FORMS.map((form) => form.exec(value)?.groups).find(Boolean);
  if (!parts) return undefined;
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  const date = new Date(
    Date.UTC(
      fullYear(year, now),
      MONTHS.indexOf(month),
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    ),
  );
  // A day or an hour that does not exist rolls over, and shows by coming out as another one.
  const rolledOver = date.getUTCDate() !== Number(day) || date.getUTCHours() !== Number(hour);
  return rolledOver || Number(minute) > 59 || Number(second) > 60 ? undefined : date.getTime();
}

/** Two digits that seem more than 50 years ahead mean the past century. */
function fullYear(year: string, now: number): number {
  if (year.length === 4) return Number(year);
  const thisYear = new Date(now).getUTCFullYear();
  const candidate = thisYear - (thisYear % 100) + Number(year);
  return candidate > thisYear + 50 ? candidate - 100 : candidate;
}
