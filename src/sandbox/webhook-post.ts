const ANSWER_WITHIN_MS = 10_000;

/** What is posted, and where to. */
export interface WebhookRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** @default empty */
  body?: string;
  /** @default any 2xx */
  isTaken?: (status: number) => boolean;
}

/** Posts a webhook once. Returns what went wrong, if anything. */
export async function postWebhook(
  { url, headers, body = '', isTaken = isSuccess }: WebhookRequest,
  stopped: AbortSignal,
): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await answer.body?.cancel();
    return isTaken(answer.status) ? undefined : `answered ${answer.status}`;
  } catch (error) {
    return reasonOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** A connection that is refused at each address of a name has a code and no message. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
