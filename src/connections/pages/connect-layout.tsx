import type { Children } from '@kitajs/html';

interface ConnectLayoutProps {
  /** The product's name, which heads the page. */
  readonly product: string;
  readonly title: string;
  /** Where the browser goes by itself, at once. */
  readonly goTo?: URL;
  readonly children?: Children;
}

/** A whole page for somebody who connects an account: the product's name and colour, one card, nothing else. */
export function ConnectLayout({ product, title, goTo, children }: ConnectLayoutProps): JSX.Element {
  return (
    <>
      {'<!doctype html>'}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          {goTo !== undefined && <meta http-equiv="refresh" content={`0; url=${goTo.href}`} />}
          <title safe>{`${title} · ${product}`}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/connect/style.css" />
        </head>
        <body>
          <header>
            <span class="mark" aria-hidden="true" safe>
              {product.slice(0, 1).toUpperCase()}
            </span>
            <span class="product" safe>
              {product}
            </span>
          </header>
          <main class="card">
            <h1 safe>{title}</h1>
            {children}
          </main>
        </body>
      </html>
    </>
  );
}
