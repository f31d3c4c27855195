/** What has become of the messages of a round. */
export interface Audit {
  lost: number;
  /** Messages that have arrived more than once. */
  twice: number;
  /** Calls that the provider has taken. */
  calls: number;
  /** How often it was asked what became of a message. */
  lookUps: number;
}

/** Compares what was accepted with what has arrived. */
export function audit(
  accepted: number,
  seen: { arrived: Record<string, number> } & Pick<Audit, 'calls' | 'lookUps'>,
): Audit {
  const times = Object.values(seen.arrived);
  return {
    lost: accepted - times.length,
    twice: times.filter((count) => count > 1).length,
    calls: seen.calls,
    lookUps: seen.lookUps,
  };
}
