import { z } from 'zod';
import {
  IntegrationError,
  OutcomeUnknownError,
  ProviderError,
  ProviderUnavailableError,
} from '../../../contracts/errors.js';
import type { Attachment } from '../../../contracts/notifications.js';
import { runInCallScope } from '../../../outbound/call-scope.js';
import { Operation } from '../../../outbound/operation.js';
import type { SlackOperation } from '../slack.client.js';
import type { SlackPlace } from './message-ids.js';

/** @see https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const uploadAddress = z.object({ upload_url: z.url(), file_id: z.string().regex(/^F[A-Z0-9]{6,20}$/) });

const shared = z.looseObject({ files: z.array(z.looseObject({ id: z.string() })) });

/** A file whose bytes Slack has, and that nobody sees yet. */
export interface UploadedFile {
  readonly id: string;
  readonly title: string;
}

/**
 * Brings the bytes of files to Slack. Nobody sees them until they are shared; those that never are, Slack drops.
 * @throws IntegrationError for what Slack refuses; ProviderUnavailableError when bytes were lost on their way
 * @see https://docs.slack.dev/messaging/working-with-files#upload
 */
export async function uploadFiles(
  slack: SlackOperation,
  files: readonly Attachment[],
): Promise<UploadedFile[]> {
  const uploaded: UploadedFile[] = [];
  for (const file of files) uploaded.push(await uploadFile(slack, file));
  return uploaded;
}

/** Shows uploaded files under a message. `reference` is ours, for when the answer is lost. */
export async function shareFiles(
  slack: SlackOperation,
  files: readonly UploadedFile[],
  { channel, ts }: SlackPlace,
  reference: string,
): Promise<void> {
  await slack.call({
    method: 'files.completeUploadExternal',
    form: { files: JSON.stringify(files), channel_id: channel, thread_ts: ts },
    step: 'share',
    reference,
    answer: shared,
  });
}

async function uploadFile(slack: SlackOperation, { name, content }: Attachment): Promise<UploadedFile> {
  const { upload_url, file_id } = await slack.read({
    method: 'files.getUploadURLExternal',
    form: { filename: name, length: String(content.length) },
    answer: uploadAddress,
  });
  await sendBytes(slack, new URL(upload_url), content);
  return { id: file_id, title: name };
}

/** An operation of its own, since its address is none of the API's. Slack checks no token there, and gets none. */
async function sendBytes(slack: SlackOperation, url: URL, body: Uint8Array): Promise<void> {
  const about = slack.describe();
  const { road, connectionId, signal } = slack;
  const isOwnOrigin = url.origin === new URL(road.settings.baseUrl).origin;
  if (!isOwnOrigin && !isSlackHost(url)) {
    const message = `Slack named an address on ${url.host} for the bytes of a file, which is none of its own. Check SLACK_API_BASE_URL.`;
    throw new ProviderError(message, about);
  }
  const request = {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/octet-stream' },
    body,
    untrusted: !isOwnOrigin,
  } as const;
  const options = { signal, ...(connectionId !== undefined && { connectionId }) };
  const limits = { ...about, defaultTimeoutMs: road.settings.timeoutMs };
  try {
    const { status } = await Operation.run(limits, options, (running) =>
      runInCallScope(running.scope('/upload'), () => road.send(request)),
    );
    if (status >= 300) throw notTaken(about, status);
  } catch (error) {
    throw error instanceof OutcomeUnknownError ? lostOnTheWay(error) : error;
  }
}

function isSlackHost({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

function notTaken(about: { provider: string; operation: string }, status: number): IntegrationError {
  const message = `Slack did not take the bytes of a file: HTTP ${status}. No message was posted. Try again.`;
  return new ProviderUnavailableError(message, { ...about, status });
}

/** Bytes alone show nothing, so nothing is in doubt: whoever tries again uploads them anew. */
function lostOnTheWay({ provider, operation, attempts, cause }: OutcomeUnknownError): IntegrationError {
  const message = `Slack did not say whether it has the bytes of a file. No message was posted. Try again.`;
  return new ProviderUnavailableError(message, { provider, operation, attempts, cause });
}
