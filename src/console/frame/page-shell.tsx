import type { Children } from '@kitajs/html';
import { ASSETS } from '../assets/assets.js';

/**
 * htmx without what the Content-Security-Policy refuses: no style of its own, no code in attributes (we write none), and
 * the browser's own history rather than pages that htmx fetches again.
 */
const HTMX_CONFIG = JSON.stringify({ includeIndicatorCSS: false, history: 'reload' });

/** The outermost of every page below `/console`: its head with style and scripts, and an empty body. */
export function PageShell({ title, children }: { title: string; children?: Children }): JSX.Element {
  return (
    <>
      {'<!doctype html>'}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="htmx-config" content={HTMX_CONFIG} />
          <title safe>{`${title} · Hookline`}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={ASSETS.style.path} />
          <script src={ASSETS.htmx.path} defer />
          <script src={ASSETS.script.path} defer />
        </head>
        <body>{children}</body>
      </html>
    </>
  );
}
