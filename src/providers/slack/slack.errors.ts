import { z } from 'zod';
import {
  AuthenticationError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  UnprocessableError,
  ValidationError,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { statedWaitMs } from '../../outbound/retry/retry-after.js';

/** How long to wait after a 429 that names no time, in ms. */
const DEFAULT_WAIT_MS = 1_000;

/** Slack refuses with HTTP 200 and a word of its own. */
const refusal = z.object({
  ok: z.literal(false),
  error: z.string().regex(/^[\w.:-]{1,100}$/),
  needed: z.string().max(200).optional(),
});

/** What a refusal means to the caller. */
interface Meaning {
  readonly error: new (message: string, options: IntegrationErrorOptions) => IntegrationError;
  /** What to do next. */
  readonly advice: string;
  /** The field of the input that is wrong. */
  readonly field?: string;
}

const CREDENTIAL_REFUSED: Meaning = {
  error: AuthenticationError,
  advice: 'Connect the workspace again, or check SLACK_BOT_TOKEN.',
};
const NOT_ALLOWED: Meaning = {
  error: PermissionError,
  advice: 'Ask an admin of the workspace, or connect it again with the scope that is missing.',
};
const NO_SUCH_CHANNEL: Meaning = {
  error: NotFoundError,
  advice: 'Give the id of a channel that the app can see (C…), or invite the app to it.',
};
const NOT_IN_CHANNEL: Meaning = {
  error: UnprocessableError,
  advice: 'Invite the app to the channel first: /invite @app.',
};
const TOO_LONG: Meaning = { error: ValidationError, advice: 'Shorten the text.', field: 'text' };
const NO_TEXT: Meaning = { error: ValidationError, advice: 'Give it a text.', field: 'text' };
const NOT_SERVING: Meaning = { error: ProviderUnavailableError, advice: 'Try again later.' };
/** Slack's own words: "It's possible some aspect of the operation succeeded before the error was raised." */
const IN_DOUBT: Meaning = {
  error: OutcomeUnknownError,
  advice: 'It may have been carried out all the same: look in Slack before you repeat it.',
};

/** Whoever holds a token that Slack refuses by one of these words needs another one. */
const CREDENTIAL_WORDS = ['invalid_auth', 'not_authed', 'token_expired', 'token_revoked', 'account_inactive'];

/** @see https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const TABLE: ReadonlyMap<string, Meaning> = new Map([
  ...CREDENTIAL_WORDS.map((word) => [word, CREDENTIAL_REFUSED] as const),
  ['missing_scope', NOT_ALLOWED],
  ['no_permission', NOT_ALLOWED],
  ['not_allowed_token_type', NOT_ALLOWED],
  ['access_denied', NOT_ALLOWED],
  ['team_access_not_granted', NOT_ALLOWED],
  ['restricted_action', NOT_ALLOWED],
  ['ekm_access_denied', NOT_ALLOWED],
  ['channel_not_found', NO_SUCH_CHANNEL],
  ['user_not_found', NO_SUCH_CHANNEL],
  ['not_in_channel', NOT_IN_CHANNEL],
  ['is_archived', { error: UnprocessableError, advice: 'The channel is archived: choose another.' }],
  ['msg_too_long', TOO_LONG],
  ['msg_blocks_too_long', TOO_LONG],
  ['no_text', NO_TEXT],
  ['invalid_arguments', { error: ValidationError, advice: 'Check the message.' }],
  ['service_unavailable', NOT_SERVING],
  ['team_added_to_org', NOT_SERVING],
  ['org_login_required', NOT_SERVING],
  ['internal_error', IN_DOUBT],
  ['fatal_error', IN_DOUBT],
  ['request_timeout', IN_DOUBT],
]);

/** Whether Slack refuses the token: it answers that with HTTP 200, too. */
export function refusesToken(response: OutboundResponse): boolean {
  const said = readRefusal(response);
  return said !== undefined && CREDENTIAL_WORDS.includes(said.error);
}

/** The error that an answer means; `undefined` when it is a success. */
export function refusalOf(
  response: OutboundResponse,
  about: IntegrationErrorOptions,
): IntegrationError | undefined {
  const { status, headers } = response;
  const said = readRefusal(response);
  if (status < 300 && !said) return undefined;
  const options = { ...about, status };
  const word = said?.error ?? `HTTP ${status}`;
  const message = `Slack refused ${about.operation}: ${word}${said?.needed ? ` (${said.needed})` : ''}.`;
  if (status === 429 || word === 'ratelimited' || word === 'rate_limited') {
    const waitMs = statedWaitMs(headers, Date.now()) ?? DEFAULT_WAIT_MS;
    return new RateLimitError(`${message} Send less, or later.`, options, waitMs);
  }
  const meaning = TABLE.get(word) ?? byStatus(response);
  if (!meaning) return new ProviderError(message, options);
  if (meaning.field) {
    const details = [{ field: meaning.field, issue: `is refused by Slack: ${word}` }];
    return new ValidationError(`${message} ${meaning.advice}`, options, details);
  }
  return new meaning.error(`${message} ${meaning.advice}`, options);
}

/** An answer that is not Slack's own, but a proxy's. */
function byStatus({ status, headers }: OutboundResponse): Meaning | undefined {
  if (status === 503 && headers['retry-after'] !== undefined) return NOT_SERVING;
  if (status >= 500) return IN_DOUBT;
  if (status === 401) return CREDENTIAL_REFUSED;
  return status === 403 ? NOT_ALLOWED : undefined;
}

function readRefusal({ body }: OutboundResponse): z.output<typeof refusal> | undefined {
  try {
    return refusal.safeParse(JSON.parse(body.toString('utf8'))).data;
  } catch {
    return undefined; // no word of Slack's: the status says enough
  }
}
