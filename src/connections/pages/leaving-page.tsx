import { ConnectLayout } from './connect-layout.js';

interface LeavingPageProps {
  readonly product: string;
  /** The provider's name for people. */
  readonly title: string;
  readonly authorizationUrl: URL;
}

/**
 * The way to a provider's consent page. A page rather than a redirect: Chrome holds the redirects of a form, too,
 * against the `form-action` of the page that it is on.
 */
export function LeavingPage({ product, title, authorizationUrl }: LeavingPageProps): JSX.Element {
  return (
    <ConnectLayout product={product} title={`Taking you to ${title}…`} goTo={authorizationUrl}>
      <p>
        Nothing happening?{' '}
        <a href={authorizationUrl.href} rel="noreferrer" safe>
          {`Go on to ${title}`}
        </a>
        .
      </p>
    </ConnectLayout>
  );
}
