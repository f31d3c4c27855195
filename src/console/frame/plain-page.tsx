import type { Children } from '@kitajs/html';
import { Mark } from './navigation.js';
import { PageShell } from './page-shell.js';

/** A page for somebody who is not signed in: one narrow column. */
export function PlainPage({ title, children }: { title: string; children?: Children }): JSX.Element {
  return (
    <PageShell title={title}>
      <main class="plain" id="content">
        <p class="brand">
          <Mark /> Hookline
        </p>
        <h1 safe>{title}</h1>
        {children}
      </main>
    </PageShell>
  );
}
