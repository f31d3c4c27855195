/** Who waits, in order: the accounts take turns, and of one account whoever came first goes first. */
export class Turns<Waiter> {
  /** The waiters of each account. The account whose turn it is stands first. */
  private readonly lines = new Map<string, Set<Waiter>>();

  add(account: string, waiter: Waiter): void {
    const line = this.lines.get(account);
    if (line) line.add(waiter);
    else this.lines.set(account, new Set([waiter]));
  }

  remove(account: string, waiter: Waiter): void {
    const line = this.lines.get(account);
    line?.delete(waiter);
    if (line?.size === 0) this.lines.delete(account);
  }

  /** Takes out the next one, of the accounts that may go; its account then stands last. */
  next(mayGo: (account: string) => boolean): Waiter | undefined {
    for (const [account, line] of this.lines) {
      if (!mayGo(account)) continue;
      this.lines.delete(account);
      const [waiter] = line;
      if (waiter !== undefined) line.delete(waiter);
      if (line.size) this.lines.set(account, line);
      return waiter;
    }
    return undefined;
  }
}
