/**
 * Waits for an answer, but not for ever: a store that only saves time must not cost more of it.
 * @param ms how long; `Infinity` for as long as it takes
 * @throws Error when there is no answer in time; a late one is of no interest any more
 */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  if (ms === Infinity) return answer;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
