import {
  group,
  HARD_LINE,
  indented,
  joined,
  LINE,
  sequence,
  SOFT_LINE,
  TRAILING_COMMA,
  type Layout,
} from './layout.js';

/** One entry of an object, with what stands above it: `layOut`-able lines, each with its line end. */
export interface Entry {
  readonly above?: readonly Layout[];
  /** As it stands in the code, in quotes where it needs them. */
  readonly name: string;
  readonly value: Layout;
}

export function object(entries: readonly Entry[]): Layout {
  if (entries.length === 0) return '{}';
  const written = entries.map(({ above = [], name, value }) =>
    name === value ? sequence(...above, name) : sequence(...above, `${name}: `, value),
  );
  return group('{', indented(LINE, joined(written, sequence(',', LINE))), TRAILING_COMMA, LINE, '}');
}

export function list(items: readonly Layout[]): Layout {
  return group('[', indented(SOFT_LINE, joined(items, sequence(',', LINE))), TRAILING_COMMA, SOFT_LINE, ']');
}

/** A call whose last argument is an object or a list: the brackets stand together. */
export function hugging(callee: string, ...args: readonly Layout[]): Layout {
  return sequence(`${callee}(`, joined(args, ', '), ')');
}

export function call(callee: string, ...args: readonly Layout[]): Layout {
  if (args.length === 0) return `${callee}()`;
  const separated = joined(args, sequence(',', LINE));
  return group(`${callee}(`, indented(SOFT_LINE, separated), TRAILING_COMMA, SOFT_LINE, ')');
}

/** `callee(() => body)` */
export function deferred(callee: string, body: Layout): Layout {
  return group(`${callee}(() =>`, indented(LINE, body), TRAILING_COMMA, SOFT_LINE, ')');
}

/** A call on something: `.optional()`. `wide` wants lines of its own in a longer chain. */
export interface Link {
  readonly call: Layout;
  readonly wide?: boolean;
}

/** Calls one after another: `z`, `.string()`, `.min(1)`, `.optional()`; each on its own line if one line is too short. */
export function chain(head: Layout, links: readonly Link[]): Layout {
  const calls = links.map((link) => link.call);
  // `User.optional()` and `openEnum([…]).optional()` stay together.
  const begins = typeof head === 'string' && head.startsWith('z');
  if (links.length < 2 || !begins) return sequence(head, ...calls);
  const before = links.length > 2 && links.some(({ wide }) => wide) ? HARD_LINE : SOFT_LINE;
  return group(head, indented(...calls.flatMap((each) => [before, each])));
}
