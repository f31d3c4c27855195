import { endOfValue } from './json-value.js';

/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/**
 * Tokens that are known by their look, wherever they turn up: in a message, a URL, an error's cause. Also in the middle
 * of a word: in JSON, the `n` of a line break stands before the word that follows.
 *
 * Two expressions rather than one, by their first characters: V8 then passes over a text without tokens in half the time.
 */
const TOKENS = [
  [
    String.raw`[srp]k_(?:live|test)_\w+|whsec_[\w+/=-]+|(?:pi|seti|cs)(?:_live|_test)?_[0-9A-Za-z]+_secret_\w+`, // Stripe
    String.raw`hl_[\w-]{16,}`, // our own API keys
    String.raw`(?:xox[a-z]|xapp)(?:\.xox[a-z])?-[\w-]{8,}|hooks\.slack\.com\/(?:services|workflows)\/[\w/]+`,
    String.raw`ya29\.[\w.-]{10,}`, // Google
    String.raw`pat-[a-z]{2}\d-[\w-]{16,}`, // HubSpot
    String.raw`(?:gh[pousr]|github_pat|glpat)[_-]\w{16,}`,
    String.raw`eyJ[\w-]{16,}(?:\.[\w-]*){0,4}`, // a JWT, signed or encrypted
    String.raw`(?:bearer|basic)\s+[\w.~+/=-]{8,}`,
    String.raw`(postgres(?:ql)?|https?|rediss?|amqps?):\/\/([^\s:/?#@"\\]*):[^\s@/"\\]+@`,
  ],
  [
    String.raw`SG\.[\w-]{10,}(?:\.[\w-]*)?`, // SendGrid
    String.raw`AIza[\w-]{20,}|GOCSPX-[\w-]{10,}|1\/\/0[\w-]{20,}|4\/0A[\w-]{20,}`, // Google
    String.raw`00D\w{9,15}![\w.]{16,}|5Aep861[\w.]{16,}`, // Salesforce
    String.raw`A21AA[\w-]{20,}`, // PayPal
    String.raw`A[KS]IA[0-9A-Z]{16}`, // AWS
    String.raw`B(?:earer|asic|EARER|ASIC)\s+[\w.~+/=-]{8,}`,
    // The key to its end; of one that is cut off, as much as there is.
    String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[^"\\-]|\\[^"]|-(?!----))*(?:-----END [A-Z ]*-----)?`,
  ],
].map((alternatives) => new RegExp(alternatives.join('|'), 'g'));

/** How the names of secrets end. */
const NAME = String.raw`(?:authorization|secret|token|passw(?:or)?d|passphrase|(?:api|access|private)[_-]?key|cookie|signature|code[_-]?verifier|assertion|credential)s?`;

/**
 * The name of a secret and what leads over to its value: in JSON (groups 1 and 2: the backslashes before the name's
 * quote, and `,` where a list has names and values in turns), in text (3), in a header (4), in XML (5).
 */
const NAMES = new RegExp(
  [
    // "client_secret": …   "authorization", …   \"token\": …
    String.raw`${NAME}(\\*)"\s*(?::|(,))\s*`,
    // client_secret=…   access_token%3D…   { apiKey: '…', 'token' => '…' }   ?code=… and ?key=… when they are long
    String.raw`(?:${NAME}|(?:code|key|sig)(?=(?:=|%3D)[\w%./~+-]{10}))(=|%3D|['\`]?\s*(?:=>|:)\s*(?=['\`]))`,
    // Authorization: …   X-Api-Key: …
    String.raw`(?:authorization|cookie|-(?:key|token|secret|signature))(:)[ \t]*`,
    // <wsse:Password Type="…">…
    String.raw`<(?:[\w.-]+:)?[\w.-]*?${NAME}(?:[\s\\][^<>]*)?(?<!/)(>)(?=\s*[^<\s])`,
  ].join('|'),
  'gi',
);

/** What a form, a URL or JavaScript prints as a value. */
const TEXT_VALUE = /'(?:[^'\\"]|\\[^"])*'?|`(?:[^`\\"]|\\[^"])*`?|[^\s&"'`\\,;<>)\]}]*/y;
/** The text of an element. A quote that ends a string of JSON around it has a comma, a colon or a bracket behind it. */
const XML_VALUE = /(?:[^<"\\]|\\[^<]?|"(?!\s*(?:[,:}\]]|$)))*/y;
/** A header goes on to the end of its line. */
const HEADER_VALUE = /[^"\\\r\n]*/y;

/**
 * Takes the secrets out of one finished log line: configured ones by value, others by their names and by their look.
 * Working on the finished line, it does not matter how deep or in which shape a secret was logged. What was JSON
 * before is JSON after.
 *
 * @param configured from {@link configuredSecrets}
 */
export function redactLine(line: string, configured?: RegExp): string {
  const redacted = redactText(line);
  return configured ? redacted.replace(configured, REDACTED) : redacted;
}

/** What finds the configured secrets in a text, also as JSON and a URL spell them; `undefined` when there are none. */
export function configuredSecrets(secrets: readonly string[]): RegExp | undefined {
  const spellings = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
  ]);
  if (spellings.length === 0) return undefined;
  // The longest first, where one secret begins with another.
  const distinct = [...new Set(spellings)].toSorted((a, b) => b.length - a.length);
  return new RegExp(distinct.map((text) => text.replace(/[^\w]/gu, '\\$&')).join('|'), 'g');
}

/**
 * Takes secrets out of free text by their names and by their look; keeps a URL's user name and drops its password. The
 * time it takes grows with the length of the text alone, whatever is in it.
 */
export function redactText(text: string): string {
  return redactNamed(TOKENS.reduce((redacted, tokens) => redacted.replace(tokens, substitute), text));
}

function substitute(_token: string, ...groups: unknown[]): string {
  const [scheme, user] = groups;
  return typeof scheme === 'string' ? `${scheme}://${String(user)}:${REDACTED}@` : REDACTED;
}

function redactNamed(text: string): string {
  let redacted = '';
  let done = 0;
  NAMES.lastIndex = 0;
  for (let name = NAMES.exec(text); name; name = NAMES.exec(text)) {
    const start = NAMES.lastIndex;
    const { end, replacement } = findValue(text, start, name);
    if (end === start) continue;
    redacted += text.slice(done, start) + replacement;
    done = end;
    NAMES.lastIndex = end;
  }
  return done ? redacted + text.slice(done) : text;
}

function findValue(text: string, start: number, name: RegExpExecArray): { end: number; replacement: string } {
  const [, backslashes, comma, inText, inHeader] = name;
  if (backslashes === undefined) {
    const value = inText ? TEXT_VALUE : inHeader ? HEADER_VALUE : XML_VALUE;
    value.lastIndex = start;
    return { end: start + (value.exec(text)?.[0].length ?? 0), replacement: REDACTED };
  }
  // A quote after an even number of backslashes is a quote of the line itself.
  const level = backslashes.length % 2 ? backslashes.length : 0;
  const end = endOfValue(text, start, level);
  const isName = comma !== undefined && !/^\s*[,\]]/.test(text.slice(end, end + 8));
  const quote = `${'\\'.repeat(level)}"`;
  return { end: isName ? start : end, replacement: `${quote}${REDACTED}${quote}` };
}
