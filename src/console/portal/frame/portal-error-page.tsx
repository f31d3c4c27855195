import type { PortalTokenRefused } from '../../../deliveries/portal/portal-token-refused.js';
import type { ErrorAnswer } from '../../../platform/http/error-answer.js';
import { Alone } from './alone.js';
import { PortalPage } from './portal-page.js';
import type { PortalSession } from './portal-session.js';

const CLOSED = {
  no_link: [
    'Open it by a link',
    'Webhook endpoints are looked after on these pages, which are opened by a link from the product that you use.',
  ],
  expired: [
    'This link is over',
    'Links to these pages work for a short time only. Nothing has been changed.',
  ],
  unknown: [
    'This link does not work',
    'It may have been cut off on its way to you: try to copy the whole of it, to its last letter.',
  ],
} as const;

/** For who has no good link: why, and how to get one. */
export function ClosedPage({ reason }: { reason: 'no_link' | PortalTokenRefused['reason'] }): JSX.Element {
  const [title, why] = CLOSED[reason];
  return (
    <Alone title={title}>
      <p>{why}</p>
      <p>Go back to the product, and open its webhook settings from there: it makes you a new link.</p>
    </Alone>
  );
}

interface PortalErrorPageProps {
  readonly answer: ErrorAnswer;
  readonly correlationId: string;
  /** Who has come in; without anybody the page has no navigation. */
  readonly session: PortalSession | undefined;
}

/** What went wrong, in words, with the id under which the log has it. */
export function PortalErrorPage({ answer, correlationId, session }: PortalErrorPageProps): JSX.Element {
  const title = TITLES[answer.status] ?? (answer.status < 500 ? 'That did not work' : 'Something went wrong');
  const content = (
    <>
      <p safe>{answer.message}</p>
      <p class="soft">
        If you ask for help, quote <code safe>{correlationId}</code>
      </p>
    </>
  );
  if (!session) return <Alone title={title}>{content}</Alone>;
  return (
    <PortalPage session={session} room="" title={title}>
      {content}
      <p>
        <a href="/portal">To your endpoints</a>
      </p>
    </PortalPage>
  );
}

const TITLES: Readonly<Record<number, string>> = {
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible now',
  429: 'Too many tries',
};
