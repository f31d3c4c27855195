const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that needs no more escaping. */
export class Html {
  constructor(readonly markup: string) {}
}

type Value = Html | string | number | false | null | undefined | readonly Value[];

/**
 * Markup from a template: every value is escaped unless it is {@link Html} itself. Lists are joined; `false`, `null`
 * and `undefined` leave nothing.
 */
export function html(literals: TemplateStringsArray, ...values: Value[]): Html {
  const parts = literals.flatMap((literal, index) => [literal, render(values[index])]);
  return new Html(parts.join(''));
}

function render(value: Value): string {
  if (value instanceof Html) return value.markup;
  if (isList(value)) return value.map(render).join('');
  if (value === false || value === null || value === undefined) return '';
  return String(value).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
