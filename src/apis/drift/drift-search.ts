import type { Drift } from '../../outbound/notices/api-notice.js';
import { pathOf } from './path.js';

/** Something unknown, and what was there. */
export interface Finding extends Pick<Drift, 'kind' | 'path'> {
  readonly value: unknown;
}

/** One look through a value: where it is, what it has found, and how far it may still go. */
export class DriftSearch {
  /** How many findings one value may have. */
  static readonly MAX_FOUND = 20;
  /** How many fields and entries of one value are looked at. */
  static readonly MAX_VISITED = 10_000;
  /** How deep it goes; trees of comments are deeper than anything else, and alike on each level. */
  static readonly MAX_DEPTH = 32;

  /** Absent as long as nothing is unknown, as with nearly every answer. */
  found: Finding[] | undefined;
  private readonly path: string[] = [];
  private visited = 0;

  /** Counts one field or entry. @returns false when it is one too many */
  visit(): boolean {
    return ++this.visited <= DriftSearch.MAX_VISITED;
  }

  /** Looks at what is under a name. */
  into(name: string, value: unknown, look: Look): void {
    if (this.path.length === DriftSearch.MAX_DEPTH) return;
    this.path.push(name);
    look(value, this);
    this.path.pop();
  }

  unknownField(name: string, value: unknown): void {
    this.add({ kind: 'unknown_field', path: pathOf([...this.path, name]), value });
  }

  unknownValue(value: unknown): void {
    this.add({ kind: 'unknown_value', path: pathOf(this.path), value });
  }

  /** What one of several looks at the same value finds, kept apart from the rest. */
  aside(value: unknown, look: Look | undefined): readonly Finding[] | undefined {
    const before = this.found;
    this.found = undefined;
    look?.(value, this);
    const aside = this.found;
    this.found = before;
    return aside;
  }

  add(finding: Finding): void {
    this.found ??= [];
    if (this.found.length === DriftSearch.MAX_FOUND) return;
    const isSame = ({ kind, path }: Finding) => kind === finding.kind && path === finding.path;
    if (!this.found.some(isSame)) this.found.push(finding);
  }
}

/** Tells a search what is unknown in a value. */
export type Look = (value: unknown, search: DriftSearch) => void;
