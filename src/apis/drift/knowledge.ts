import type { DriftSearch, Finding, Look } from './drift-search.js';

/** How well a value fits at first sight: not at all, by its type, or by its literals as well. */
export type Fit = 0 | 1 | 2;

/**
 * What a schema knows of the values that it is for. What is within it is read when it is first needed: it may be part of
 * itself.
 */
export interface Knowledge {
  /** Asked where there are several options. */
  fit(value: unknown): Fit;
  /** Tells what is unknown in a value of its kind. Absent where everything is known. */
  readonly look?: Look | undefined;
  /** Of an object: so that two of them can be made one. */
  readonly fields?: Fields;
  /** Of a union. */
  readonly options?: readonly Knowledge[];
}

/** What an object has. */
interface Fields {
  readonly named: () => ReadonlyMap<string, Knowledge>;
  /** Of fields without a name of their own. `undefined`: those are unknown. */
  readonly rest: () => Knowledge | undefined;
}

/** Values in which nothing can be unknown. */
export function whole(isOne: (value: unknown) => boolean): Knowledge {
  return { fit: (value) => (isOne(value) ? 2 : 0) };
}

/** One of some values. Lists and objects are mistakes rather than new values. */
export function oneOf(values: ReadonlySet<unknown>): Knowledge {
  const couldBe = (value: unknown) => value !== null && value !== undefined && typeof value !== 'object';
  return {
    fit: (value) => (values.has(value) ? 2 : couldBe(value) ? 1 : 0),
    look: (value, search) => {
      if (!values.has(value) && couldBe(value)) search.unknownValue(value);
    },
  };
}

/** A list of things alike. */
export function listOf(read: () => Knowledge): Knowledge {
  const entry = once(read);
  return {
    fit: (value) => (Array.isArray(value) ? 2 : 0),
    look: (value, search) => {
      const { look } = entry();
      if (look && Array.isArray(value)) lookAtEach(value, search, look);
    },
  };
}

/** A list in which each place means something else. */
export function tupleOf(
  readItems: () => readonly Knowledge[],
  readRest: () => Knowledge | undefined,
): Knowledge {
  const items = once(readItems);
  const rest = once(readRest);
  return {
    fit: (value) => (Array.isArray(value) ? 2 : 0),
    look: (value, search) => {
      if (!Array.isArray(value)) return;
      for (const [index, entry] of value.entries()) {
        if (!search.visit()) return;
        const known = items()[index] ?? rest();
        if (!known) search.unknownField(`[${index}]`, entry);
        else if (known.look) search.into(`[${index}]`, entry, known.look);
      }
    },
  };
}

/** An object. @param fit of a value that is one */
export function objectOf({ named, rest }: Fields, fit: (value: object) => Fit): Knowledge {
  const fields = { named: once(named), rest: once(rest) };
  return {
    fit: (value) => (isObject(value) ? fit(value) : 0),
    look: (value, search) => {
      if (isObject(value)) lookAtFields(value, search, fields.named(), fields.rest());
    },
    fields,
  };
}

/** One of several; which one is not always clear. Those that could be meant count, and what one of them knows is known. */
export function anyOf(options: readonly Knowledge[]): Knowledge {
  const fit = (value: unknown) => {
    let best: Fit = 0;
    for (const option of options) best = Math.max(best, option.fit(value)) as Fit;
    return best;
  };
  return {
    fit,
    look: (value, search) => {
      const best = fit(value);
      if (best === 0) return;
      const findings: (readonly Finding[])[] = [];
      for (const option of options) {
        if (option.fit(value) < best) continue;
        const found = search.aside(value, option.look);
        if (!found) return;
        findings.push(found);
      }
      for (const finding of inAll(findings)) search.add(finding);
    },
    options,
  };
}

/** Both at once: what one of them knows is known. */
export function bothOf(left: Knowledge, right: Knowledge): Knowledge {
  if (left.options) return anyOf(left.options.map((option) => bothOf(option, right)));
  if (right.options) return anyOf(right.options.map((option) => bothOf(left, option)));
  const fit = (value: unknown) => Math.min(left.fit(value), right.fit(value)) as Fit;
  if (left.fields && right.fields) return objectOf(merged(left.fields, right.fields), fit);
  // Two lists, or what nothing can be. With two opinions, nothing is certain to be unknown.
  return { fit, look: left.look && right.look ? undefined : (left.look ?? right.look) };
}

function merged(left: Fields, right: Fields): Fields {
  return {
    named: () => {
      const named = new Map(left.named());
      for (const [name, field] of right.named()) {
        const other = named.get(name);
        named.set(name, other ? bothOf(other, field) : field);
      }
      return named;
    },
    rest: () => {
      const [one, other] = [left.rest(), right.rest()];
      return one && other ? bothOf(one, other) : (one ?? other);
    },
  };
}

function lookAtEach(entries: readonly unknown[], search: DriftSearch, look: Look): void {
  for (const entry of entries) {
    if (!search.visit()) return;
    search.into('[]', entry, look);
  }
}

function lookAtFields(
  value: Readonly<Record<string, unknown>>,
  search: DriftSearch,
  named: ReadonlyMap<string, Knowledge>,
  rest: Knowledge | undefined,
): void {
  if (rest && !rest.look && named.size === 0) return;
  // Unlike Object.entries, it allocates nothing; and objects out of JSON inherit nothing that it could find.
  for (const name in value) {
    if (!search.visit()) return;
    const field = named.get(name);
    if (field) {
      if (field.look) search.into(name, value[name], field.look);
    } else if (!rest) search.unknownField(name, value[name]);
    else if (rest.look) search.into('{}', value[name], rest.look);
  }
}

/** What is unknown to all. Whoever does not know a field does not know what is in it, either. */
function inAll(findings: readonly (readonly Finding[])[]): Finding[] {
  return findings.flat().filter((finding) => findings.every((others) => others.some(covering(finding))));
}

function covering({ kind, path }: Finding): (other: Finding) => boolean {
  return (other) =>
    (other.kind === kind && other.path === path) ||
    (other.kind === 'unknown_field' && (other.path === path || path.startsWith(`${other.path}.`)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function once<Value>(read: () => Value): () => Value {
  let kept: { readonly value: Value } | undefined;
  return () => (kept ??= { value: read() }).value;
}
