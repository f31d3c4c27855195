/** What an SDK gives as a body: whole, or in pieces. */
export type BodySource = string | Uint8Array | AsyncIterable<Uint8Array | string>;

/** The longest body that is read from a stream, in bytes. A body that is whole already has no limit. */
const MAX_STREAMED_BYTES = 25 * 1024 * 1024;

/**
 * A body as a whole, as the road needs it to send it again.
 * @param signal ends the wait for a stream
 * @throws Error when a stream is longer than `maxBytes`; the stream's own error; the signal's reason. Nothing was sent.
 */
export async function wholeBody(
  body: BodySource,
  signal: AbortSignal,
  maxBytes = MAX_STREAMED_BYTES,
): Promise<string | Uint8Array> {
  if (typeof body === 'string' || ArrayBuffer.isView(body)) return body;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const piece of until(signal, body)) {
    const chunk = Buffer.from(piece);
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new Error(`The request's body is longer than ${maxBytes} bytes. Nothing was sent.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/** The pieces of a stream until the signal aborts, even if the stream then neither goes on nor ends. */
async function* until<T>(signal: AbortSignal, stream: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = stream[Symbol.asyncIterator]();
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => undefined); // it is also looked at by the race, or by nobody
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted.promise]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A tick later: what Node's `Readable.toWeb` was asked for before would throw where nobody catches it
    // (nodejs/node#64529). Not waited for: a stream that has stalled may never let go.
    setImmediate(() => void letGo(iterator));
  }
}

async function letGo(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // Whatever its end went wrong with: the body is whole by now, or was refused for a reason that the caller has.
  }
}
