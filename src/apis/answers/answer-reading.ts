import { z } from 'zod';
import type { ResponseFormatError } from '../../contracts/errors.js';
import type { ApiNoticeListener, Drift } from '../../outbound/notices/api-notice.js';
import type { Strictness } from '../strictness.js';
import { compileDrift, type DriftCheck } from '../drift/drift.js';
import { pathOf } from '../drift/path.js';

/** Whose answer it is, and what becomes of one that cannot be used. */
export interface AnswerOf {
  readonly provider: string;
  readonly operation: string;
  readonly notices: ApiNoticeListener;
  /** @default 'lenient' */
  readonly strictness: Strictness | undefined;
  /** @param fields where: `data.0.id, data.0.plan` */
  refuse(fields: string): ResponseFormatError;
}

/** Reads the answers of one operation: what its schema makes of them, and what is in them that it does not know. */
export class AnswerReading<Answer> {
  private readonly driftOf: DriftCheck;

  constructor(private readonly schema: z.ZodType<Answer>) {
    this.driftOf = compileDrift(schema);
  }

  /**
   * What an answer means for the product. Drift from the schema is reported, each kind and place once.
   * @throws ResponseFormatError when the schema does not take it, or when it has drifted and it is read strictly
   */
  read(value: unknown, answer: AnswerOf): Answer {
    const drifts = this.driftOf(value);
    if (drifts.length > 0) answer.notices.drifted(answer.provider, answer.operation, drifts);
    const result = z.safeDecode(this.schema, value);
    if (!result.success) throw answer.refuse(fieldsOf(result.error));
    if (answer.strictness === 'strict' && drifts.length > 0) throw answer.refuse(pathsOf(drifts));
    return result.data;
  }
}

/** The fields that a schema does not take, at most ten: `data.0.plan`, or `body`. */
export function fieldsOf(error: z.core.$ZodError): string {
  const fields = new Set(error.issues.flatMap(placesOf).map((place) => pathOf(place) || 'body'));
  return firstTen([...fields]);
}

type Place = readonly PropertyKey[];

function placesOf(issue: z.core.$ZodIssue): Place[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  if (issue.code !== 'invalid_union') return [path];
  const options = issue.errors.map((issues) => issues.flatMap(placesOf));
  return meantBest(options).map((place) => [...path, ...place]);
}

/** Of a union's options, the one that took most of the value: it failed at the innermost place. */
function meantBest(options: readonly Place[][]): Place[] {
  const depthOf = (places: readonly Place[]) => Math.max(...places.map(({ length }) => length));
  return options.toSorted((one, other) => depthOf(other) - depthOf(one))[0] ?? [[]];
}

function pathsOf(drifts: readonly Drift[]): string {
  return firstTen(drifts.map(({ path }) => path || 'body'));
}

function firstTen(places: readonly string[]): string {
  return places.slice(0, 10).join(', ');
}
