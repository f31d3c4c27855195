/** A bounded set of texts: what was added longest ago makes room. */
export class Recent {
  private readonly entries = new Set<string>();

  constructor(private readonly capacity: number) {}

  has(entry: string): boolean {
    return this.entries.has(entry);
  }

  /** @returns whether it is new */
  add(entry: string): boolean {
    if (this.entries.has(entry)) return false;
    this.entries.add(entry);
    if (this.entries.size > this.capacity) {
      const [oldest = ''] = this.entries;
      this.entries.delete(oldest);
    }
    return true;
  }
}
