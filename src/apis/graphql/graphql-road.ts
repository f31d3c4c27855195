import { readRateLimitHeaders } from '../../outbound/rate-limit/rate-limit-headers.js';
import { statedWaitMs } from '../../outbound/retry/retry-after.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { ApiDescription } from '../api-description.js';
import type { ErrorMeaning } from '../errors/api-errors.js';
import { refusingAnswer, type GraphqlAnswer } from './graphql-answer.js';
import { wordsOf } from './graphql-errors.js';

/**
 * What GraphQL says in a body where others have a status: that the credential is refused (401), and that there are too
 * many calls (429). The one is renewed; for the other, all wait.
 */
export function graphqlRefusals({
  errors: { meanings = {} } = {},
  road: { readRateLimit = readRateLimitHeaders } = {},
}: Pick<ApiDescription, 'errors' | 'road'>): Pick<RoadPolicy, 'refusesCredential' | 'readRateLimit'> {
  const means = (meaning: ErrorMeaning, answer: GraphqlAnswer | undefined): boolean => {
    const { code, meaning: customary } = wordsOf(answer?.errors ?? []);
    return code !== undefined && (meanings[code] ?? customary) === meaning;
  };
  return {
    refusesCredential: (response) => {
      const answer = refusingAnswer(response);
      return means('authentication', answer) && isEmpty(answer);
    },
    readRateLimit: (response, nowMs) => {
      const reading = readRateLimit(response, nowMs);
      if (reading.throttled || !means('rate_limit', refusingAnswer(response))) return reading;
      const untilResetMs = reading.remaining ? undefined : reading.resetMs;
      const waitMs = statedWaitMs(response.headers, nowMs) ?? untilResetMs;
      return { ...reading, throttled: true, waitMs };
    },
  };
}

/** Nothing was done. With data beside it, an error is about a part only: sending all again might act twice. */
function isEmpty(answer: GraphqlAnswer | undefined): boolean {
  const { data } = answer ?? {};
  return !data || Object.values(data).every((value) => value === null);
}
