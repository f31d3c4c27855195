/** Which part of the whole one network may hold once the common part is taken. */
const NETWORK_PART = 1 / 8;

/**
 * How many bytes of bodies are held, and for which network. The first half is for whoever comes, so that one busy sender,
 * or a proxy behind which all senders are one network, has much; the rest is for networks that hold little. So one
 * network alone never has more than half, and it takes five to keep others out.
 */
export class HeldBodies {
  private bytes = 0;
  private readonly byNetwork = new Map<string, number>();

  /**
   * @param most how many bytes may be held at once
   * @param commonPart which part of it is for whoever comes; 1 where senders are known, and need not be kept apart
   */
  constructor(
    private readonly most: number,
    private readonly commonPart = 1 / 2,
  ) {}

  /** Counts bytes that have arrived. @returns whether they may stay; they are counted until they are given back */
  take(network: string, bytes: number): boolean {
    const own = (this.byNetwork.get(network) ?? 0) + bytes;
    this.byNetwork.set(network, own);
    this.bytes += bytes;
    if (this.bytes <= this.most * this.commonPart) return true;
    return this.bytes <= this.most && own <= this.most * NETWORK_PART;
  }

  giveBack(network: string, bytes: number): void {
    const own = (this.byNetwork.get(network) ?? 0) - bytes;
    if (own > 0) this.byNetwork.set(network, own);
    else this.byNetwork.delete(network);
    this.bytes -= bytes;
  }
}
