/** What one step along a long list of rows did. */
export interface Step<Place> {
  /** How many were handed over to the queue. */
  sent: number;
  /** Where the next step begins; `undefined` when there is no more. */
  next: Place | undefined;
}

/** Takes steps from a place until there is no more, or `most` were taken; returns what they did together. */
export async function takeSteps<Place>(
  take: (after: Place | undefined) => Promise<Step<Place>>,
  { from, most = Number.POSITIVE_INFINITY }: { from?: Place; most?: number } = {},
): Promise<Step<Place>> {
  let [sent, next] = [0, from];
  for (let taken = 0; taken < most; taken += 1) {
    const step = await take(next);
    sent += step.sent;
    next = step.next;
    if (next === undefined) break;
  }
  return { sent, next };
}
