import { faults, type FaultServerOptions } from '../../../test/support/fault-server.js';
import { quotaByBucket, quotaByWindow } from './quotas.js';
import { isNth, refusal, tooMany, well } from './request.js';

type Answer = FaultServerOptions['answer'];

/** A fault that every contender meets, each at a provider of its own. */
export interface Scenario {
  /** Lower case and `-`. */
  name: string;
  title: string;
  calls: number;
  /** When a call is to be over, in ms. */
  deadlineMs: number;
  /** Makes the provider's behaviour anew. */
  answer: () => Answer;
  /** The provider's limit in calls a second, told to Hookline, which has a setting for it. The others have none. */
  perSecond?: number;
  /** Only Hookline meets it. */
  onlyHookline?: boolean;
}

/** Calls of a provider that fails now and then, and the share of them that meet the fault: one in five. */
const NOW_AND_THEN = { calls: 100, deadlineMs: 30_000 };
const ONE_IN = 5;

const unavailable = () => refusal(503);

/** The fault for one call in five on its first attempts; all else is well. */
const atFirst = (times: number, fault: () => ReturnType<Answer>) => (): Answer => (request, attempt) =>
  attempt <= times && isNth(request, ONE_IN) ? fault() : well(request);

/** The same for everybody, for ever. */
const always = (fault: () => ReturnType<Answer>) => (): Answer => () => fault();

const QUOTA = { calls: 200, deadlineMs: 30_000 };
const PER_SECOND = 25;

export const SCENARIOS: readonly Scenario[] = [
  {
    ...NOW_AND_THEN,
    name: 'twice-unavailable',
    title: '503 twice, one call in five',
    answer: atFirst(2, unavailable),
  },
  {
    ...NOW_AND_THEN,
    name: 'reset-before',
    title: 'reset before processing, one in five',
    answer: atFirst(1, faults.resetBefore),
  },
  {
    ...NOW_AND_THEN,
    name: 'reset-after',
    title: 'reset after processing, one in five',
    answer: atFirst(1, faults.resetAfter),
  },
  {
    ...NOW_AND_THEN,
    name: 'too-many',
    title: '429, Retry-After: 1, one in five',
    answer: atFirst(1, tooMany),
  },
  {
    ...NOW_AND_THEN,
    name: 'storm',
    title: '429, Retry-After: 1, without end',
    answer: always(tooMany),
  },
  {
    ...QUOTA,
    name: 'quota-bucket',
    title: 'quota of 25 a second, token bucket',
    answer: () => quotaByBucket(PER_SECOND),
    perSecond: PER_SECOND,
  },
  {
    ...QUOTA,
    name: 'quota-window',
    title: 'quota of 25 a second, by the clock',
    answer: () => quotaByWindow(PER_SECOND),
    perSecond: PER_SECOND,
  },
  {
    ...QUOTA,
    name: 'quota-untold',
    title: 'token bucket, without _RATE_LIMIT',
    answer: () => quotaByBucket(PER_SECOND),
    onlyHookline: true,
  },
  {
    calls: 400,
    deadlineMs: 30_000,
    name: 'dead',
    title: 'dead: 503 without end',
    answer: always(unavailable),
  },
  {
    calls: 64,
    deadlineMs: 2_000,
    name: 'hang',
    title: 'never answers, deadline 2 s',
    answer: always(faults.hang),
  },
  {
    calls: 64,
    deadlineMs: 2_000,
    name: 'stalled',
    title: 'stops within the body, deadline 2 s',
    answer: always(faults.hangMidBody),
  },
];

/** Before anything counts: a process that has just started is slower. */
export const REHEARSAL: Scenario = {
  ...NOW_AND_THEN,
  name: 'rehearsal',
  title: 'all is well',
  answer: () => well,
};
