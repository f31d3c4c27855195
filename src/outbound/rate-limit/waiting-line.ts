import type { Priority } from '../outbound-call.js';

/** Somebody in the line. */
export interface Waiting {
  readonly priority: Priority;
}

/** Who waits for a turn: first come, first served, interactive calls before those in the background. */
export class WaitingLine<T extends Waiting> {
  /** Sets keep the order of arrival and let anybody leave at once. */
  private readonly byPriority: Record<Priority, Set<T>> = { interactive: new Set(), background: new Set() };

  get length(): number {
    return this.byPriority.interactive.size + this.byPriority.background.size;
  }

  /** How many are ahead of one that joins now. */
  ahead(priority: Priority): number {
    return priority === 'interactive' ? this.byPriority.interactive.size : this.length;
  }

  join(waiting: T): void {
    this.byPriority[waiting.priority].add(waiting);
  }

  leave(waiting: T): void {
    this.byPriority[waiting.priority].delete(waiting);
  }

  first(): T | undefined {
    const [next] =
      this.byPriority.interactive.size > 0 ? this.byPriority.interactive : this.byPriority.background;
    return next;
  }

  /** All, in their order. Whoever leaves meanwhile is not shown. */
  *[Symbol.iterator](): Generator<T> {
    yield* this.byPriority.interactive;
    yield* this.byPriority.background;
  }
}
