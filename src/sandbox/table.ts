/** Rows by id, remembered in the order in which they were first put. */
export class Table<Row extends { id: string }> {
  private readonly rows = new Map<string, Row>();
  /** Ids in order of arrival; ids of deleted rows linger until {@link tidy}. */
  private order: string[] = [];
  private positions = new Map<string, number>();

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  get size(): number {
    return this.rows.size;
  }

  set(row: Row): void {
    if (!this.rows.has(row.id)) {
      this.positions.set(row.id, this.order.length);
      this.order.push(row.id);
    }
    this.rows.set(row.id, row);
  }

  delete(id: string): void {
    if (!this.rows.delete(id)) return;
    this.positions.delete(id);
    if (this.order.length > 2 * this.rows.size + 1000) this.tidy();
  }

  /** Oldest first. */
  values(): Iterable<Row> {
    return this.rows.values();
  }

  /** Newest first; from the row that came just before `after`, when given. */
  *older(after?: string): Generator<Row> {
    const start = after === undefined ? this.order.length : this.position(after);
    for (let i = start - 1; i >= 0; i--) yield* this.at(i);
  }

  /** The newest rows, newest first. */
  newest(count: number): Row[] {
    const rows: Row[] = [];
    for (const row of this.older()) if (rows.push(row) >= count) break;
    return rows;
  }

  /** Oldest first, from the row that came just after `before`. */
  *newer(before: string): Generator<Row> {
    for (let i = this.position(before) + 1; i < this.order.length; i++) yield* this.at(i);
  }

  private position(id: string): number {
    return this.positions.get(id) ?? this.order.length;
  }

  private *at(position: number): Generator<Row> {
    const id = this.order[position];
    if (id === undefined || this.positions.get(id) !== position) return;
    const row = this.rows.get(id);
    if (row) yield row;
  }

  private tidy(): void {
    this.order = [...this.rows.keys()];
    this.positions = new Map(this.order.map((id, position) => [id, position]));
  }
}
