import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/** A file that pages load. Its address changes with its content, so that browsers may keep it for ever. */
export interface Asset {
  readonly path: string;
  readonly contentType: string;
  readonly content: string;
}

const require = createRequire(import.meta.url);

/** All that the pages of the console load. */
export const ASSETS = {
  style: asset('console.css', 'text/css; charset=utf-8', STYLE),
  script: asset('console.js', 'text/javascript; charset=utf-8', SCRIPT),
  htmx: asset(
    'htmx.js',
    'text/javascript; charset=utf-8',
    readFileSync(require.resolve('htmx.org/dist/htmx.min.js'), 'utf8'),
  ),
};

function asset(name: string, contentType: string, content: string): Asset {
  const version = createHash('sha256').update(content).digest('base64url').slice(0, 12);
  return { path: `/console/assets/${name}?v=${version}`, contentType, content };
}
