import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { requestId } from '../context/request-context.js';
import { traceFields } from '../tracing/traceparent.js';
import { errorFields } from './error-fields.js';
import { configuredSecrets, redactLine } from './redaction.js';

export type Logger = PinoLogger;

/** Nest token of the one {@link Logger}. */
export const LOGGER = Symbol('LOGGER');

export interface LoggerOptions {
  level: string;
  /** `json` for machines, `pretty` for a person at a terminal. */
  format: 'json' | 'pretty';
  /** Values that must never be printed, wherever they turn up: the configured secrets. */
  secrets?: readonly string[];
  /** @default standard output */
  destination?: DestinationStream;
}

/**
 * One JSON object a line: `timestamp`, `level` as a word, `request_id` of the request or job at hand. Every finished
 * line passes through redaction, so that no way of logging goes round it.
 */
export async function createLogger({
  level,
  format,
  secrets = [],
  destination,
}: LoggerOptions): Promise<Logger> {
  const configured = configuredSecrets(secrets);
  const options = {
    level,
    messageKey: 'message',
    base: undefined,
    timestamp: timestamps(),
    serializers: { err: (error: unknown) => errorFields(error) },
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => {
      const id = requestId();
      return { ...(id && { request_id: id }), ...traceFields() };
    },
    hooks: { streamWrite: (line: string) => redactLine(line, configured) },
  };
  if (format === 'json') return destination ? pino(options, destination) : pino(options);
  const { default: pretty } = await import('pino-pretty');
  return pino(
    options,
    pretty({ destination: destination ?? 1, messageKey: 'message', timestampKey: 'timestamp', sync: true }),
  );
}

/** The time of a line, as the part of the line that it is. Many lines fall into one millisecond. */
function timestamps(): () => string {
  let atMs = 0;
  let part = '';
  return () => {
    const nowMs = Date.now();
    if (nowMs !== atMs) {
      atMs = nowMs;
      part = `,"timestamp":"${new Date(nowMs).toISOString()}"`;
    }
    return part;
  };
}
