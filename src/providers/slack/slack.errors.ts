import { z } from 'zod';
import {
  AuthenticationError,
  IntegrationError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  UnprocessableError,
  ValidationError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { statedWaitMs } from '../../outbound/retry/retry-after.js';
import { redactText } from '../../platform/logging/redaction.js';

/** How long to wait after a 429 that names no time, in ms. */
const DEFAULT_WAIT_MS = 1_000;

/** The longest that is passed on of what Slack finds wrong, in characters. */
const MAX_ISSUE_LENGTH = 1_000;

/** Slack refuses with HTTP 200 and a word of its own. */
const refusal = z.object({
  ok: z.literal(false),
  error: z.string().regex(/^[\w.:-]{1,100}$/),
  needed: z.string().max(200).optional(),
  /** What is wrong with which argument, of blocks for example. */
  response_metadata: z
    .object({ messages: z.array(z.string()).optional() })
    .nullish()
    .catch(undefined),
});

/** Slack's own word for a refusal, as the cause of our error. */
class SlackRefusal extends Error {
  constructor(readonly word: string) {
    super(word);
  }
}

/** What a refusal means to the caller. */
interface Meaning {
  readonly error: new (message: string, options: IntegrationErrorOptions) => IntegrationError;
  /** What to do next. */
  readonly advice: string;
  /** The field of the input that is wrong. */
  readonly field?: string;
}

const wrong = (field: string, advice: string): Meaning => ({ error: ValidationError, advice, field });
const words = (meaning: Meaning, ...all: string[]) => all.map((word) => [word, meaning] as const);

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
const NO_SUCH_USER: Meaning = {
  error: NotFoundError,
  advice: 'Give the id (U…) or the e-mail address of a member of the workspace.',
};
const NO_SUCH_MESSAGE: Meaning = {
  error: NotFoundError,
  advice: 'It was deleted, or is in another channel.',
};
const NOT_IN_CHANNEL: Meaning = {
  error: UnprocessableError,
  advice: 'Invite the app to the channel first: /invite @app.',
};
const CHANNEL_REFUSES: Meaning = { error: UnprocessableError, advice: 'Choose another channel.' };
const USER_REFUSES: Meaning = { error: UnprocessableError, advice: 'The app cannot write to this person.' };
const NOT_OURS: Meaning = {
  error: UnprocessableError,
  advice: 'An app can only change what it has posted itself, and for as long as the workspace allows.',
};
const FILE_REFUSED: Meaning = {
  error: UnprocessableError,
  advice: 'Ask an admin of the workspace which files it takes, and whether it has room for them.',
};
const PLAN_EXHAUSTED: Meaning = {
  error: UnprocessableError,
  advice: 'The plan of the workspace allows no more.',
};
const TEXT = wrong('text', 'Give it a text, and a shorter one where it is too long.');
const BLOCKS = wrong('blocks', 'Correct the blocks.');
const THREAD = wrong('thread', 'Give the id of the first message of a thread.');
const TO = wrong('to', 'Name one to whom the app can write.');
const FILES = wrong('attachments', 'Correct the files.');
const NOT_SERVING: Meaning = { error: ProviderUnavailableError, advice: 'Try again later.' };
/** Slack's own words: "It's possible some aspect of the operation succeeded before the error was raised." */
const IN_DOUBT: Meaning = {
  error: OutcomeUnknownError,
  advice: 'It may have been carried out all the same: look in Slack before you repeat it.',
};

/** Whoever holds a token that Slack refuses by one of these words needs another one. */
const CREDENTIAL_WORDS = ['invalid_auth', 'not_authed', 'token_expired', 'token_revoked', 'account_inactive'];

/**
 * The words of all methods that are called here.
 * @see https://docs.slack.dev/reference/methods/chat.postMessage#errors and likewise for the others
 */
const TABLE: ReadonlyMap<string, Meaning> = new Map([
  ...words(CREDENTIAL_REFUSED, ...CREDENTIAL_WORDS),
  ...words(NOT_ALLOWED, 'missing_scope', 'no_permission', 'not_allowed_token_type', 'access_denied'),
  ...words(NOT_ALLOWED, 'accesslimited', 'team_access_not_granted', 'ekm_access_denied', 'restricted_action'),
  ...words(NOT_ALLOWED, 'restricted_action_read_only_channel', 'restricted_action_thread_only_channel'),
  ...words(NOT_ALLOWED, 'restricted_action_non_threadable_channel', 'restricted_action_thread_locked'),
  ...words(NOT_ALLOWED, 'posting_to_channel_denied', 'posting_to_general_channel_denied'),
  ...words(NO_SUCH_CHANNEL, 'channel_not_found'),
  ...words(NO_SUCH_USER, 'user_not_found', 'users_not_found', 'user_not_visible'),
  ...words(NO_SUCH_MESSAGE, 'message_not_found'),
  ...words(NOT_IN_CHANNEL, 'not_in_channel'),
  ...words(CHANNEL_REFUSES, 'is_archived', 'method_not_supported_for_channel_type'),
  ...words(USER_REFUSES, 'user_disabled', 'cannot_dm_bot', 'messages_tab_disabled'),
  ...words(NOT_OURS, 'cant_update_message', 'cant_delete_message', 'edit_window_closed', 'is_inactive'),
  ...words(NOT_OURS, 'block_mismatch', 'compliance_exports_prevent_deletion'),
  ...words(FILE_REFUSED, 'file_uploads_disabled', 'file_uploads_except_images_disabled'),
  ...words(FILE_REFUSED, 'file_type_not_allowed', 'blocked_file_type', 'file_upload_size_restricted'),
  ...words(FILE_REFUSED, 'storage_limit_reached', 'max_file_sharing_exceeded', 'file_share_limit_reached'),
  ...words(FILE_REFUSED, 'file_not_found', 'file_update_failed'),
  ...words(PLAN_EXHAUSTED, 'message_limit_exceeded'),
  ...words(TEXT, 'msg_too_long', 'no_text'),
  ...words(BLOCKS, 'invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'),
  ...words(THREAD, 'thread_not_found', 'cannot_reply_to_message'),
  ...words(TO, 'invalid_channel', 'user_not_in_channel'),
  ...words(FILES, 'missing_argument', 'snippet_too_large'),
  ...words(
    { error: ValidationError, advice: 'Check the message.' },
    'invalid_arguments',
    'metadata_too_large',
  ),
  ...words({ error: ProviderError, advice: 'Read the list again from its beginning.' }, 'invalid_cursor'),
  ...words(NOT_SERVING, 'service_unavailable', 'team_added_to_org', 'org_login_required'),
  ...words(IN_DOUBT, 'internal_error', 'fatal_error', 'request_timeout'),
]);

/** Whether Slack refuses the token: it answers that with HTTP 200, too. */
export function refusesToken(response: OutboundResponse): boolean {
  const said = readRefusal(response);
  return said !== undefined && CREDENTIAL_WORDS.includes(said.error);
}

/** Whether a refusal is of that word. */
export function isRefusal(error: unknown, word: string): boolean {
  return (
    error instanceof IntegrationError && error.cause instanceof SlackRefusal && error.cause.word === word
  );
}

/** The error that an answer means; `undefined` when it is a success. */
export function refusalOf(
  response: OutboundResponse,
  about: IntegrationErrorOptions,
): IntegrationError | undefined {
  const { status, headers } = response;
  const said = readRefusal(response);
  if (status < 300 && !said) return undefined;
  const word = said?.error ?? `HTTP ${status}`;
  const options = { ...about, status, cause: new SlackRefusal(word) };
  const message = `Slack refused ${about.operation}: ${word}${said?.needed ? ` (${said.needed})` : ''}.`;
  if (status === 429 || word === 'ratelimited' || word === 'rate_limited') {
    const waitMs = statedWaitMs(headers, Date.now()) ?? DEFAULT_WAIT_MS;
    return new RateLimitError(`${message} Send less, or later.`, options, waitMs);
  }
  const meaning = TABLE.get(word) ?? byStatus(response);
  if (!meaning) return new ProviderError(message, options);
  if (meaning.field !== undefined) {
    const reasons = said?.response_metadata?.messages ?? [];
    const issue = redactText([`is refused by Slack: ${word}`, ...reasons].join('; ')).slice(
      0,
      MAX_ISSUE_LENGTH,
    );
    return new ValidationError(`${message} ${meaning.advice}`, options, [{ field: meaning.field, issue }]);
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

/**
 * The error of a call that only reads: what is in doubt for others ("some aspect of the operation may have succeeded")
 * can simply be asked again.
 */
export function leavingNothingInDoubt(error: unknown): unknown {
  if (!(error instanceof OutcomeUnknownError)) return error;
  const { provider, operation, status, attempts } = error;
  const options = {
    provider,
    operation,
    attempts,
    cause: error.cause,
    ...(status !== undefined && { status }),
  };
  return new ProviderUnavailableError(`Slack could not answer ${operation}. Try again later.`, options);
}
