import { IntegrationError, NotConfiguredError, ResponseFormatError } from '../../contracts/errors.js';
import { ApiError } from '../../platform/http/api-error.js';
import { errorAnswer } from '../../platform/http/error-answer.js';
import { ConnectFailed, type ConnectFailureReason } from '../flow/connect-failed.js';
import { refusalOf, type OAuthRefusal } from '../flow/oauth-errors.js';
import type { ToldFailure } from './failure-page.js';

const BEGIN_AGAIN = 'Go back to where you began, and start again from there.';
const ASK_FOR_LINK = 'Ask whoever gave you the link for a new one.';

/** Failures that are no provider's. */
const REASONS: Record<Exclude<ConnectFailureReason, 'provider'>, ToldFailure> = {
  state_missing: {
    status: 400,
    title: 'This address is not complete',
    what: 'A part of the address is missing by which we would know what you were connecting.',
    next: BEGIN_AGAIN,
  },
  state_over: {
    status: 410,
    title: 'This sign-in is over',
    what: 'It was used already, or took longer than ten minutes. If you saw that you were connected, you are.',
    next: BEGIN_AGAIN,
  },
  other_browser: {
    status: 403,
    title: 'This sign-in began elsewhere',
    what: 'It was begun in another browser, or this browser refuses our cookies. Nothing was connected.',
    next: 'Allow cookies for this site, then begin and end in the same browser.',
  },
  link_unknown: {
    status: 404,
    title: 'This link does not work',
    what: 'There is no such link. It may have been cut off when it was copied.',
    next: `Copy the whole address and open it again. ${ASK_FOR_LINK}`,
  },
  link_used: {
    status: 410,
    title: 'This link has been used',
    what: 'Each link connects one account, once, and this one has done so.',
    next: `If you connected it, there is nothing more to do. Otherwise: ${ASK_FOR_LINK.toLowerCase()}`,
  },
  link_expired: {
    status: 410,
    title: 'This link has expired',
    what: 'Links work for a limited time, and the time of this one is over.',
    next: ASK_FOR_LINK,
  },
};

interface Telling {
  /** The provider's name for people; `undefined` when it is not known which it is. */
  readonly title: string | undefined;
  /** In production, what is set up here is nobody's business. */
  readonly production: boolean;
}

/** What to tell somebody about a failure: what happened, and what to do next. */
export function tellFailure(error: unknown, { title = 'The provider', production }: Telling): ToldFailure {
  if (error instanceof ConnectFailed && error.reason !== 'provider') return REASONS[error.reason];
  const cause = error instanceof ConnectFailed ? error.cause : error;
  if (!(cause instanceof IntegrationError)) return ofOurs(cause);
  if (cause instanceof NotConfiguredError) return ofSettings(cause, title, production);
  const refusal = refusalOf(cause);
  return refusal ? ofRefusal(refusal, cause.retryable, title) : ofProvider(cause, title);
}

/** The provider's own words, where it gave some (RFC 6749, 4.1.2.1). */
function ofRefusal(refusal: OAuthRefusal, retryable: boolean, title: string): ToldFailure {
  if (refusal.error === 'access_denied') {
    return {
      status: 403,
      title: `${title} was not connected`,
      what: `At ${title}, you declined, or your account may not agree to this. Nothing was changed.`,
      next: 'Try again and agree, or ask somebody who administers the account to do so.',
      ...(refusal.description !== undefined && { quoted: refusal.description }),
    };
  }
  return {
    status: retryable ? 503 : 502,
    title: `${title} could not be connected`,
    what: `${title} refused, in these words:`,
    next: 'Try again. If it says the same again, tell whoever runs this service.',
    quoted: refusal.message,
  };
}

function ofSettings(error: NotConfiguredError, title: string, production: boolean): ToldFailure {
  return {
    status: errorAnswer(error).status,
    title: `${title} cannot be connected yet`,
    what: production ? `${title} is not set up here.` : error.message,
    next: 'Tell whoever runs this service, and try again once it is set up.',
  };
}

function ofProvider(error: IntegrationError, title: string): ToldFailure {
  const { status } = errorAnswer(error);
  if (error.retryable) {
    return {
      status,
      title: `${title} does not answer`,
      what: `${title} could not be reached, or cannot answer at the moment. Nothing was connected.`,
      next: 'Wait a minute, and try again.',
    };
  }
  if (error instanceof ResponseFormatError) {
    return {
      status,
      title: `${title}'s answer cannot be trusted`,
      what: `What came back is not what ${title} sends, so nothing was connected.`,
      next: 'Try again. If it happens again, tell whoever runs this service.',
    };
  }
  return {
    status,
    title: `${title} could not be connected`,
    what: `${title} did not accept it. Nothing was connected.`,
    next: 'Try again. If it happens again, tell whoever runs this service.',
  };
}

function ofOurs(error: unknown): ToldFailure {
  const { status, message } = errorAnswer(error);
  if (error instanceof ApiError && error.code === 'NOT_FOUND') {
    return {
      status,
      title: 'There is nothing here',
      what: 'What you were about to connect is not known here.',
      next: 'Check the address. Ask whoever gave it to you for a new one.',
    };
  }
  return {
    status,
    title: status >= 500 ? 'Something went wrong here' : 'This did not work',
    what: message,
    next: status >= 500 ? 'Wait a minute, and try again.' : BEGIN_AGAIN,
  };
}
