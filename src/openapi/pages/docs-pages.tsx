import type { Children } from '@kitajs/html';
import { operationsOf, slugOf, type DescribedApi } from './described.js';
import { OperationSection } from './operation-section.js';

/** All groups, and the routes of each. */
export function IndexPage({ api }: { api: DescribedApi }): JSX.Element {
  return (
    <Layout title="HTTP API">
      <p>
        JSON, <code>snake_case</code>, times in UTC. Every call carries an API key:{' '}
        <code>Authorization: Bearer hl_…</code>. The same for machines:{' '}
        <a href="/openapi.json">openapi.json</a>, OpenAPI 3.1. What an error means:{' '}
        <a href="/docs/errors">errors</a>.
      </p>
      {api.tags.map(({ name, description }) => (
        <section aria-labelledby={slugOf(name)}>
          <h2 id={slugOf(name)}>
            <a href={`/docs/api/${slugOf(name)}`} safe>
              {name}
            </a>
          </h2>
          <p safe>{description}</p>
          <ul class="routes">
            {operationsOf(api, name).map(({ operationId, method, path, summary }) => (
              <li>
                <a href={`/docs/api/${slugOf(name)}#${operationId}`} safe>
                  {summary}
                </a>{' '}
                <span class="route">
                  <strong safe>{method}</strong> <code safe>{path}</code>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Layout>
  );
}

/** The routes of one group, whole. */
export function GroupPage({ api, name }: { api: DescribedApi; name: string }): JSX.Element {
  return (
    <Layout title={name}>
      <p>
        <a href="/docs">All routes</a>
      </p>
      {operationsOf(api, name).map((operation) => (
        <OperationSection operation={operation} api={api} />
      ))}
    </Layout>
  );
}

function Layout({ title, children }: { title: string; children?: Children }): JSX.Element {
  return (
    <>
      {'<!doctype html>'}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title safe>{`${title} · Hookline`}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/docs/api.css" />
        </head>
        <body>
          <main>
            <h1 safe>{title}</h1>
            {children}
          </main>
        </body>
      </html>
    </>
  );
}
