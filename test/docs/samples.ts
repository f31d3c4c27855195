import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of a page. */
export interface Sample {
  /** `docs/webhooks.md`. */
  page: string;
  /** Of its first line of code. */
  line: number;
  language: string;
  code: string;
  /**
   * What comments directly above it tell the tests, `<!-- sample: … -->`, which readers do not see:
   * - `given acme: Acme`: what the code finds there; so do `type Name = …` and `member sdk: …` of its class
   * - `file acme.api.ts`: what the page's other samples import it as
   * - `options`, `operations`: a part of what `defineApi` is given
   * - `not run: …`: why this one is only shown
   */
  notes: readonly string[];
}

/**
 * Every block of the README and the documentation, in the order of reading.
 * @param languages those that are wanted; all without one
 */
export function samples(...languages: readonly string[]): Sample[] {
  const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root }).toSorted()];
  return pages
    .filter((page) => !page.includes('.vitepress'))
    .flatMap((page) => samplesOf(page, readFileSync(`${root}/${page}`, 'utf8')))
    .filter(({ language }) => !languages.length || languages.includes(language));
}

/** `docs/webhooks.md:24`, to click on. */
export function placeOf({ page, line }: Sample): string {
  return `${page}:${line}`;
}

/** Why it is only shown; `undefined` when it has to work. */
export function reasonNotToRun({ notes }: Sample): string | undefined {
  return notes.find((note) => note.startsWith('not run: '))?.slice('not run: '.length);
}

function samplesOf(page: string, text: string): Sample[] {
  const found: Sample[] = [];
  let open: { fence: string; sample: Sample; code: string[]; indent: number } | undefined;
  let notes: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (open) {
      if (line.trim() === open.fence) {
        found.push({ ...open.sample, code: open.code.join('\n') });
        open = undefined;
      } else open.code.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
      continue;
    }
    const [, note] = /^\s*<!-- sample: (.+) -->$/.exec(line) ?? [];
    const [, indent = '', fence, language = '', file] = /^(\s*)(`{3,})(\w*)(?: \[(.+)\])?/.exec(line) ?? [];
    if (file) notes.push(`not run: test/new-provider.spec.ts builds ${file} and runs it`);
    if (note) notes.push(note);
    if (fence) {
      open = {
        fence,
        sample: { page, line: index + 2, language, code: '', notes },
        code: [],
        indent: indent.length,
      };
    }
    if (!note && line.trim()) notes = [];
  }
  return found;
}
