import type { Children } from '@kitajs/html';

interface RowsProps {
  /** What the table shows, for screen readers. */
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Children[])[];
}

/** A table that becomes a list of cards on a phone. Cells are markup, as in `Facts`. */
export function Rows({ caption, headings, rows }: RowsProps): JSX.Element {
  // The roles are repeated because browsers drop them from tables that are laid out as anything else.
  return (
    <table class="rows" role="table">
      <caption class="unseen" safe>
        {caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {headings.map((heading) => (
            <th scope="col" role="columnheader" safe>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((cells) => (
          <tr role="row">
            {cells.map((cell, column) => (
              <td role="cell" data-label={headings[column] ?? ''}>
                {cell as 'safe'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface PagerProps {
  /** The cursor of the page that follows; none on the last page. */
  readonly next: string | undefined;
  /** The cursor of this page; none on the first page. */
  readonly after?: string | undefined;
  /** The other parameters of the address, which stay: the filter of the list. */
  readonly filter?: Readonly<Record<string, string | undefined>>;
}

/** Earlier and later pages of a list, by cursor, as `?after=…`. Nothing where all is on one page. */
export function Pager({ next, after, filter = {} }: PagerProps): JSX.Element {
  if (!next && !after) return '';
  return (
    <nav class="pager" aria-label="Pages">
      {Boolean(after) && (
        <a class="button" href={address(filter, undefined)} rel="first">
          ← Newest
        </a>
      )}
      {Boolean(next) && (
        <a class="button" href={address(filter, next)} rel="next">
          Older →
        </a>
      )}
    </nav>
  );
}

function address(filter: Readonly<Record<string, string | undefined>>, after: string | undefined): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, after })) if (value) query.set(name, value);
  return `?${query.toString()}`;
}
