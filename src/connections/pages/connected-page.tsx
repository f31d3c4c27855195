import { ConnectLayout } from './connect-layout.js';

/** Where a connect link ends that leads nowhere else. */
export function ConnectedPage({ product, title }: { product: string; title: string }): JSX.Element {
  return (
    <ConnectLayout product={product} title="Connected">
      <p class="done" role="status">
        <span aria-hidden="true">✓ </span>
        <span safe>{`${title} is connected to ${product}.`}</span>
      </p>
      <p>There is nothing more to do. You can close this page.</p>
    </ConnectLayout>
  );
}
