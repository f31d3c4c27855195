/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** Tokens that are known by their look, wherever they turn up: in a message, a URL, an error's cause. */
const TOKENS =
  /\b(?:sk|rk|pk)_(?:live|test)_\w+|\bwhsec_[\w+/=-]+|\bhl_[\w-]{16,}|\b(?:pi|seti|cs)_\w+_secret_\w+|\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}|\b(postgres(?:ql)?|https?|redis|amqp):\/\/([^\s:/@"]*):[^\s@/"]+@/gi;

/** `"authorization":"…"`, `"clientSecret":"…"` and their like in a finished JSON line. */
const SECRET_FIELDS =
  /"([\w.-]{0,40}(?:authorization|secret|token|passw(?:or)?d|api[_-]?key|cookie|signature|private[_-]?key))":\s*("(?:[^"\\]|\\.)*"|\[[^\]]*\])/gi;

/**
 * Takes the secrets out of one finished log line: configured ones by value, fields by name, tokens by their look.
 * Working on the finished line, it does not matter how deep or in which shape a secret was logged.
 */
export function redactLine(line: string, secrets: readonly string[] = []): string {
  let redacted = redactText(line).replace(SECRET_FIELDS, `"$1":"${REDACTED}"`);
  for (const secret of secrets) redacted = redacted.replaceAll(secret, REDACTED);
  return redacted;
}

/** Takes tokens out of free text by their look; keeps a URL's user name and drops its password. */
export function redactText(text: string): string {
  return text.replace(TOKENS, (_token, scheme?: string, user?: string) =>
    scheme ? `${scheme}://${user ?? ''}:${REDACTED}@` : REDACTED,
  );
}
