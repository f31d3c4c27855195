import { extname, relative } from 'node:path';
import {
  BaseResolver,
  createConfig,
  detectSpec,
  getLineColLocation,
  isAbsoluteUrl,
  lintDocument,
  ResolveError,
  Source,
  YamlParseError,
  type Document,
  type NormalizedProblem,
} from '@redocly/openapi-core';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { unfoldsTooFar } from './aliases.js';
import { jsonMistake } from './json-mistake.js';

/** What is wrong with a document, and where. */
export interface SpecProblem {
  /** The document, or a file that it refers to. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
  /** Of the value, as a fragment (RFC 6901, 6): `#/paths/~1users/get`. `null` where the file cannot be read so far. */
  readonly pointer: string | null;
  /** A warning is about what readers agree to pass over, and about what was not looked at. */
  readonly severity: 'error' | 'warning';
}

/** The rules of the specifications, and none of taste. @see https://redocly.com/docs/cli/rules/ruleset-templates#spec */
const RULES = {
  extends: ['spec'],
  // Both say that something has no effect, which breaks nothing, and stands in most published documents.
  rules: { 'spec-ref-siblings': 'warn', 'nullable-type-sibling': 'warn' },
} as const;

const NOT_FETCHED = 'is not looked at: it is elsewhere, and nothing is fetched';

/**
 * Checks an OpenAPI document (2.0, 3.x), in JSON or YAML, and the files that it refers to. Calls nobody.
 * @param file its whole path
 * @returns the problems in their order; none for a good document
 */
export async function specProblems(file: string, source: string): Promise<SpecProblem[]> {
  const resolver = new LocalResolver();
  try {
    const document = resolver.parseDocument(new Source(file, source), true);
    const refusal = refusalOf(document.parsed);
    if (refusal) return [atStart(file, refusal)];
    const config = await createConfig({ ...RULES, extends: [...RULES.extends] });
    const found = await lintDocument({ document, config, externalRefResolver: resolver });
    return inOrder(file, found.map(problemOf));
  } catch (error) {
    if (error instanceof YamlParseError) return [syntaxProblem(error)];
    throw error;
  }
}

/** Reads files next to the document, and nothing from elsewhere. */
class LocalResolver extends BaseResolver {
  override async loadExternalRef(ref: string): Promise<Source> {
    if (isAbsoluteUrl(ref)) throw new ResolveError(new Error(`${ref} ${NOT_FETCHED}`));
    return super.loadExternalRef(ref);
  }

  /** @throws YamlParseError for what is no JSON, or no YAML */
  override parseDocument(source: Source, isRoot = false): Document {
    const document = super.parseDocument(source, isRoot);
    const mistake = extname(source.absoluteRef) === '.json' ? jsonMistake(source.body) : undefined;
    if (mistake) throw new YamlParseError(new Error(mistake), source);
    if (!unfoldsTooFar(document.parsed)) return document;
    throw new YamlParseError(new Error('its aliases unfold into too much to be looked at (1:1)'), source);
  }
}

function refusalOf(parsed: unknown): string | undefined {
  try {
    const version = detectSpec(parsed);
    return version.startsWith('oas') ? undefined : 'is no OpenAPI document';
  } catch (error) {
    return errorMessage(error);
  }
}

function problemOf({ location: [place], message, severity }: NormalizedProblem): SpecProblem {
  if (!place) throw new Error(`A problem has no place: ${message}`);
  const { line, col } = getLineColLocation(place).start;
  const unread = message.includes(NOT_FETCHED);
  return {
    file: place.source.absoluteRef,
    line: line || 1,
    column: col || 1,
    message: withoutPlace(message),
    pointer: place.pointer ?? null,
    severity: unread || severity === 'warn' ? 'warning' : 'error',
  };
}

function syntaxProblem({ source, message, line, col }: YamlParseError): SpecProblem {
  return {
    file: source.absoluteRef,
    line: line || 1,
    column: col || 1,
    message: withoutPlace(message),
    pointer: null,
    severity: 'error',
  };
}

/** The parser ends its messages with the file and the place. */
function withoutPlace(message: string): string {
  return message.replace(/(?: in ".*")? \(\d+:\d+\)$/, '');
}

function atStart(file: string, message: string): SpecProblem {
  return { file, line: 1, column: 1, message, pointer: '#/', severity: 'error' };
}

/** The document's own before those of the files it refers to, each once. */
function inOrder(file: string, problems: readonly SpecProblem[]): SpecProblem[] {
  const distinct = new Map(problems.map((each) => [JSON.stringify(each), each]));
  return [...distinct.values()].toSorted(
    (a, b) =>
      Number(a.file !== file) - Number(b.file !== file) ||
      relative(file, a.file).localeCompare(relative(file, b.file)) ||
      a.line - b.line ||
      a.column - b.column ||
      a.message.localeCompare(b.message),
  );
}
