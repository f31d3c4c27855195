import { HARD_LINE, sequence, type Layout } from './layout.js';
import { visible } from './literals.js';

/** What a docstring says. */
export interface Doc {
  readonly text?: string | undefined;
  /** As JSON. */
  readonly default?: string | undefined;
  readonly deprecated?: boolean | undefined;
  /** A line that stays one: a command to paste. */
  readonly verbatim?: string;
}

const WIDTH = 100;

/** A docstring and the line after it; nothing where there is nothing to say. */
export function docstring({ text = '', default: value, deprecated = false, verbatim }: Doc): Layout[] {
  const lines = [
    ...paragraphs(text).flatMap((paragraph, index) => [...(index === 0 ? [] : ['']), ...wrapped(paragraph)]),
    ...(value === undefined ? [] : wrapped(`@default ${value}`)),
    ...(deprecated ? ['@deprecated'] : []),
    ...(verbatim === undefined ? [] : ['', `    ${visible(verbatim)}`]),
  ].map(harmless);
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`/** ${lines[0]} */`, HARD_LINE];
  const middle = lines.flatMap((line) => [line === '' ? ' *' : ` * ${line}`, HARD_LINE]);
  return [sequence('/**', HARD_LINE, ...middle, ' */'), HARD_LINE];
}

/** Lines of comment, each with what comes after it. */
export function comment(text: string): Layout[] {
  return wrapped(text).flatMap((line) => [`// ${harmless(line)}`, HARD_LINE]);
}

/** The first paragraph of a description, for where a whole page would be too much. */
export function firstParagraph(text: string | undefined): string | undefined {
  return text === undefined ? undefined : paragraphs(text)[0];
}

/** Descriptions are Markdown, often with HTML in it: tags are left out, since an editor shows them as they are. */
function paragraphs(text: string): string[] {
  return text
    .replaceAll(/<\/?(?:p|br|li|ul|ol|h\d|blockquote|div)\b[^<>]*>/gi, '\n\n')
    .replaceAll(/<\/?(?:a|b|i|em|strong|code|span)\b[^<>]*>/gi, '')
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => visible(paragraph).replaceAll(/\s+/g, ' ').trim())
    .filter(Boolean);
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of visible(text).split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Nothing in a comment ends it, or tells the compiler something (`@ts-nocheck`). */
function harmless(line: string): string {
  return line.replaceAll('*/', String.raw`*\/`).replaceAll('@ts-', '@ ts-');
}
