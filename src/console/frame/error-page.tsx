import type { ErrorAnswer } from '../../platform/http/error-answer.js';
import { ConsolePage } from './console-page.js';
import { PlainPage } from './plain-page.js';
import type { ConsoleSession } from './session.js';

interface ErrorPageProps {
  readonly answer: ErrorAnswer;
  readonly correlationId: string;
  /** Who is signed in; without anybody the page has no navigation. */
  readonly session: ConsoleSession | undefined;
}

const TITLES: Readonly<Record<number, string>> = {
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible now',
  422: 'Not possible',
  429: 'Too many tries',
};

/** What went wrong, in words, with the id under which the log has it. */
export function ErrorPage({ answer, correlationId, session }: ErrorPageProps): JSX.Element {
  const title = TITLES[answer.status] ?? (answer.status < 500 ? 'That did not work' : 'Something went wrong');
  const content = <Explanation answer={answer} correlationId={correlationId} />;
  if (!session) return <PlainPage title={title}>{content}</PlainPage>;
  return (
    <ConsolePage session={session} room="" title={title}>
      {content}
    </ConsolePage>
  );
}

function Explanation({ answer, correlationId }: Omit<ErrorPageProps, 'session'>): JSX.Element {
  return (
    <div class="explanation">
      <p safe>{answer.message}</p>
      {answer.details.length > 0 && (
        <ul>
          {answer.details.map(({ field, issue }) => (
            <li>
              <code safe>{field}</code> <span safe>{issue}</span>
            </li>
          ))}
        </ul>
      )}
      <Again seconds={answer.retryAfterSeconds} />
      <p class="soft">
        <code>{answer.code}</code>, correlation id <code safe>{correlationId}</code>
      </p>
      <p>
        <a href="/console">To the overview</a>
      </p>
    </div>
  );
}

function Again({ seconds }: { seconds: number | undefined }): JSX.Element {
  if (seconds === undefined) return '';
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return <p safe>{`Try again in ${wait}.`}</p>;
}
