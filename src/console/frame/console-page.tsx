import type { Children } from '@kitajs/html';
import { Navigation } from './navigation.js';
import { PageShell } from './page-shell.js';
import type { ConsoleSession } from './session.js';

interface ConsolePageProps {
  readonly session: ConsoleSession;
  /** The room that is marked in the navigation: `connections`. */
  readonly room: string;
  readonly title: string;
  /** Buttons beside the title. */
  readonly actions?: Children;
  readonly children?: Children;
}

/** A whole page of the console: head, navigation, title, content. */
export function ConsolePage({ session, room, title, actions, children }: ConsolePageProps): JSX.Element {
  return (
    <PageShell title={title}>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <div class="frame">
        <Navigation session={session} room={room} />
        <main id="content" tabindex="-1">
          <header class="title">
            <h1 safe>{title}</h1>
            {Boolean(actions) && <div class="actions">{actions}</div>}
          </header>
          {children}
        </main>
      </div>
    </PageShell>
  );
}
