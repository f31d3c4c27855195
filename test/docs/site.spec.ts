import { existsSync, globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sidebar } from '../../docs/.vitepress/sidebar.js';
import { slugOf } from '../../docs/.vitepress/slug.js';
import { placeOf, samples } from './samples.js';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const pages = globSync('**/*.md', { cwd: docs }).filter((page) => !page.includes('.vitepress'));
const read = (page: string) => readFileSync(`${docs}/${page}`, 'utf8');

/** Pages that another page leads to, with a list of its own. */
const LISTED_ELSEWHERE = /^(index\.md|decisions\/\d|reference\/http\/(?!index))/;

describe('the site', () => {
  const listed = sidebar.flatMap(({ items = [] }) => items.map(({ link = '' }) => fileOf(link)));

  it('lists every page, and none that is not there', () => {
    expect(listed.toSorted()).toEqual(pages.filter((page) => !LISTED_ELSEWHERE.test(page)).toSorted());
  });

  it('has no link to a heading or a file that is not there', () => {
    const broken = pages.flatMap((page) =>
      linksOf(read(page))
        .filter((link) => !leadsSomewhere(page, link))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('names what every picture shows', () => {
    for (const picture of globSync('pictures/*.svg', { cwd: docs })) {
      expect(read(picture)).toMatch(/<title id="t">.+<\/title><desc id="d">.+<\/desc>/);
    }
  });
});

describe('the data of the documentation', () => {
  it.each(samples('json').map((sample) => [placeOf(sample), sample] as const))(
    '%s is JSON',
    (_, { code }) => {
      expect(() => JSON.parse(code.startsWith('"') ? `{${code}}` : code) as unknown).not.toThrow();
    },
  );

  it.each(samples('yaml').map((sample) => [placeOf(sample), sample] as const))(
    '%s is YAML',
    (_, { code }) => {
      expect(parse(code)).toBeTypeOf('object');
    },
  );

  it('is in languages that a test knows, or that are only to be looked at', () => {
    const tested = samples('ts', 'js', 'sh', 'ini', 'json', 'yaml', 'sql').length;
    const shown = samples('text', 'http', 'mermaid', 'python', 'md', '').length;
    expect(tested + shown).toBe(samples().length);
  });
});

function fileOf(link: string): string {
  const page = link.slice(1);
  return page.endsWith('/') ? `${page}index.md` : `${page}.md`;
}

/** Links of a page to others and to itself; not those in code, and not those to elsewhere. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/```[^]*?```/g, '').replaceAll(/`[^`\n]*`/g, 'code');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^\w+:/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path ? posix.join(posix.dirname(page), decodeURI(path)) : page;
  if (!existsSync(`${docs}/${target}`)) return false;
  if (!heading || !target.endsWith('.md')) return true;
  return headingsOf(read(target)).includes(heading);
}

/** Links in a heading count by their text. */
function headingsOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/```[^]*?```/g, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    slugOf(text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')),
  );
}
