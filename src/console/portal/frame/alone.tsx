import type { Children } from '@kitajs/html';
import { PageShell } from '../../frame/page-shell.js';

/** A page of the portal for who is in nobody's: one column, without navigation. */
export function Alone({ title, children }: { title: string; children: Children }): JSX.Element {
  return (
    <PageShell title={title}>
      <main class="plain" id="content">
        <h1 safe>{title}</h1>
        {children}
      </main>
    </PageShell>
  );
}
