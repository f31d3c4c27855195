import { z } from 'zod';
import { anyJson } from '../../apis/mapping/any-json.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';

const time = z.iso.datetime({ offset: true });

const data = z.object({
  /** As `format` says: text, or JSON as it stands. */
  input: anyJson,
  /** A word of the API's: `json`. */
  format: z.string().min(1).max(100),
});

/** Of the API's own; which there are, its specification leaves open. */
const options = z.record(z.string(), z.unknown());

/** What is to be processed. Without options, empty ones are sent: the specification's own client does so. */
export const ProcessingRequest = z.codec(
  z.object({ data, options }),
  z.object({ data, options: options.optional() }),
  {
    decode: (sent) => sent,
    encode: ({ options: given = {}, ...others }) => ({ ...others, options: given }),
  },
);

/** A request that was processed at once. */
export const ProcessingAnswer = z.object({
  success: z.boolean(),
  result: z.object({
    processed_data: anyJson,
    /** `processing_time` in seconds. */
    metadata: z.looseObject({ processing_time: z.number(), version: z.string() }),
  }),
  request_id: z.string().min(1),
});

/** Where a request stands. */
export const ProcessingStatus = z.object({
  request_id: z.string().min(1),
  /** A word: `completed`, `failed`, or whatever it is on its way there. */
  status: z.string().min(1),
  /** Absent or `null` as long as there is none. */
  result: z
    .object({ processed_data: anyJson, metadata: z.record(z.string(), z.unknown()).optional() })
    .nullish(),
  created_at: time,
  /** Absent or `null` while the request is not done. */
  completed_at: time.nullish(),
});

const done = z.object({ status: z.enum(['completed', 'failed']) });

/** Whether an answer is the last that there is to say about a request. */
export function isDone({ body }: OutboundResponse): boolean {
  try {
    return done.safeParse(JSON.parse(body.toString('utf8'))).success;
  } catch {
    return false; // no JSON: refused where it is read
  }
}
