import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/**
 * The pages are read in the repository, too, and link to files beside them (`../examples/shop`), which a site does not have: there
 * such a link is only its text.
 */
export function linksOutside(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('links_outside', ({ tokens, env }) => {
    const page = String((env as { relativePath?: string }).relativePath);
    for (const token of tokens) {
      let outside = false;
      for (const child of token.children ?? []) {
        if (child.type === 'link_open') outside = isOutside(page, child.attrGet('href') ?? '');
        if (!outside) continue;
        if (child.type === 'link_close') outside = false;
        else if (child.type !== 'link_open') continue;
        child.tag = 'span';
        child.attrs = null;
        child.type = child.type === 'link_open' ? 'span_open' : 'span_close';
      }
    }
  });
}

function isOutside(page: string, href: string): boolean {
  return posix.join(posix.dirname(page), href).startsWith('..');
}
