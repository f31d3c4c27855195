import { z } from 'zod';
import { alphanumerics } from '../alphanumerics.js';
import { FORMATS, processData } from './processing.js';
import { ExternalApiRefusal } from './refusal.js';
import type { ExternalApiState, ProcessedRequest } from './rows.js';

const VERSION = 'v2.1';

const MISSING = { error: 'is missing' };

const body = z.object(
  {
    data: z.object(
      {
        input: z.unknown().refine((input) => input !== undefined, MISSING),
        format: z.enum(FORMATS, { error: `has to be one of ${FORMATS.join(', ')}` }),
      },
      MISSING,
    ),
    options: z.looseObject({ async: z.boolean().optional() }).optional(),
  },
  { error: 'has to be an object' },
);

/** What `POST /process` asks for. */
export type ProcessBody = z.output<typeof body>;

/** @throws ExternalApiRefusal that names what is wrong */
export function readProcessBody(text: unknown): ProcessBody {
  const { data, error } = body.safeParse(parsed(String(text)));
  if (data) return data;
  const [issue] = error.issues;
  throw new ExternalApiRefusal(400, `${issue?.path.join('.') || 'the body'} ${issue?.message}`);
}

/**
 * Processes at once.
 * @throws ExternalApiRefusal for data that is not of its format
 */
export function processNow(state: ExternalApiState, { data }: ProcessBody): ProcessedRequest {
  const startedAtMs = performance.now();
  const processed_data = processData(data.format, data.input);
  const seconds = Math.round(performance.now() - startedAtMs) / 1000;
  const now = Date.now() / 1000;
  return state.put('request', {
    id: newId(),
    format: data.format,
    status: 'completed',
    result: { processed_data, metadata: { processing_time: seconds, version: VERSION } },
    created: now - seconds,
    done: now,
  });
}

/** Processes as if it took `seconds`; what is not of its format fails when they are over. A callback tells, if wanted. */
export function processLater(
  state: ExternalApiState,
  { data }: ProcessBody,
  { seconds, callsBack }: { seconds: number; callsBack: boolean },
): ProcessedRequest {
  const created = Date.now() / 1000;
  const done = created + seconds;
  const metadata = { processing_time: seconds, version: VERSION };
  const result = outcomeOf(data, metadata);
  const status = result ? 'completed' : 'failed';
  const request = state.put('request', { id: newId(), format: data.format, status, result, created, done });
  if (callsBack) state.put('delivery', { id: request.id, attempts: 0, nextAttemptAt: done * 1000 });
  return request;
}

/** A request as its status tells it at a time, and as its callback does. In ms since 1970. */
export function statusOf({ id, status, result, created, done }: ProcessedRequest, atMs = Date.now()) {
  const isDone = atMs >= Math.floor(done * 1000);
  return {
    request_id: id,
    status: isDone ? status : 'processing',
    result: isDone ? result : null,
    created_at: new Date(created * 1000).toISOString(),
    completed_at: isDone ? new Date(done * 1000).toISOString() : null,
  };
}

function outcomeOf(
  { input, format }: ProcessBody['data'],
  metadata: { processing_time: number; version: string },
) {
  try {
    return { processed_data: processData(format, input), metadata };
  } catch (error) {
    if (error instanceof ExternalApiRefusal) return null;
    throw error;
  }
}

function newId(): string {
  return `req_${alphanumerics(16)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ExternalApiRefusal(400, 'the body is not JSON');
  }
}
