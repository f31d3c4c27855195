import { ConnectLayout } from './connect-layout.js';

/** What a failure page says. */
export interface ToldFailure {
  readonly status: number;
  readonly title: string;
  /** What happened. */
  readonly what: string;
  /** What to do next. */
  readonly next: string;
  /** The provider's own words. */
  readonly quoted?: string;
}

interface FailurePageProps {
  readonly product: string;
  readonly failure: ToldFailure;
  readonly retryUrl: string | undefined;
  readonly requestId: string;
}

/** Why an account was not connected, and the way on. */
export function FailurePage({ product, failure, retryUrl, requestId }: FailurePageProps): JSX.Element {
  const { title, what, next, quoted } = failure;
  return (
    <ConnectLayout product={product} title={title}>
      <p safe>{what}</p>
      {quoted !== undefined && (
        <blockquote>
          <code safe>{quoted}</code>
        </blockquote>
      )}
      <p safe>{next}</p>
      {retryUrl !== undefined && (
        <p>
          <a class="button" href={retryUrl}>
            Try again
          </a>
        </p>
      )}
      <p class="soft">
        If you ask for help, quote this id: <code safe>{requestId}</code>
      </p>
    </ConnectLayout>
  );
}
