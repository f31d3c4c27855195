import type { Children } from '@kitajs/html';
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
export function ConsolePage({ title, children }: ConsolePageProps): JSX.Element {
  return (
    <html lang="en">
      <head>
        <title safe>{`${title} · Hookline`}</title>
      </head>
      <body>{children}</body>
    </html>
  );
}
