import type { z } from 'zod';
import type { Drift } from '../../outbound/notices/api-notice.js';
import { DriftSearch } from './drift-search.js';
import { sampleOf } from './drift-sample.js';
import { SchemaKnowledge } from './schema-knowledge.js';

/** Finds what a value has and its schema does not know; compiled once for each schema, since it runs on every answer. */
export type DriftCheck = (value: unknown) => readonly Drift[];

const NONE: readonly Drift[] = [];

/**
 * The drift check of a schema. The value is one that came from outside and was not decoded yet, so that paths are in the
 * API's words: `data.[].plan`. `[]` stands for each entry of a list, `{}` for each of a record, since their keys may be
 * anything, and somebody's e-mail address among it.
 *
 * Drift is a field that no schema knows, or a value that an enum, a literal or an `openEnum` does not list. Of a union's
 * options, those count that could be meant, and what one of them knows is known. Fields that a loose object keeps are
 * drift, too; those that a record or a `catchall` has a schema for are not. What `z.preprocess` gets is not looked into:
 * nobody knows what it makes of it.
 *
 * Each kind and place is reported once, at most {@link DriftSearch.MAX_FOUND} of them, among the first
 * {@link DriftSearch.MAX_VISITED} fields and entries. Never throws for what came as JSON.
 */
export function compileDrift(schema: z.ZodType): DriftCheck {
  const knowledge = new SchemaKnowledge();
  return (value) => {
    const search = new DriftSearch();
    knowledge.of(schema).look?.(value, search);
    if (search.found === undefined) return NONE;
    return search.found.map(({ kind, path, value: there }) => ({ kind, path, sample: sampleOf(there) }));
  };
}
