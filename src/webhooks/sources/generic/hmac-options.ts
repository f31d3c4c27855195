import { z } from 'zod';
import { isHeaderName, parseFieldLocation, type Field, type FieldLocation } from './field-location.js';
import type { HmacScheme } from './hmac-signature.js';
import { covers, parseSignedContent, WEBHOOK_PARTS, type SignedContent } from './signed-content.js';

/** How a service signs its webhooks with an HMAC, and where its events say what they are. */
export interface HmacSourceOptions {
  /** Any of them is good, so that they can be rotated. */
  secrets: readonly string[];
  /** The header with the signature: `X-Hub-Signature-256`. */
  signatureHeader: string;
  /** @default 'sha256' */
  algorithm?: HmacScheme['algorithm'] | undefined;
  /** @default 'hex' */
  encoding?: HmacScheme['encoding'] | undefined;
  /** What stands before each signature in the header: `sha256=`. @default nothing */
  signaturePrefix?: string | undefined;
  /**
   * The header with the time of signing: Unix seconds, Unix milliseconds or ISO 8601. Without one a captured request
   * can be sent again at any time, and only its id tells.
   */
  timestampHeader?: string | undefined;
  /**
   * What is signed, with `{body}`, `{timestamp}`, `{id}`, `{method}` and `{url}` in their places.
   * @default '{timestamp}.{body}' with a timestamp header, '{body}' without
   */
  signedContent?: string | undefined;
  /** Where the event's id is. @default a digest of the body, and of the timestamp if there is one */
  id?: FieldLocation | undefined;
  /** Where the event's type is. @default every event is of the type `event` */
  type?: FieldLocation | undefined;
  /** Where the event says when it happened. @default nowhere */
  time?: FieldLocation | undefined;
}

/** {@link HmacSourceOptions}, checked and read. */
export interface HmacSettings {
  secrets: readonly string[];
  scheme: HmacScheme;
  timestampHeader: string | undefined;
  signedContent: SignedContent;
  /** The header with the event's id, where the signature covers it. */
  signedIdHeader: string | undefined;
  id: Field | undefined;
  type: Field | undefined;
  time: Field | undefined;
}

const headerName = z
  .string({ error: 'must be set to the name of the header with the signature, such as X-Signature' })
  .refine(isHeaderName, 'must be the name of a header, such as X-Signature');

const field = z.string().transform((location, context): Field => {
  const parsed = parseFieldLocation(location);
  if (parsed) return parsed;
  context.addIssue('must be header:NAME or body:PATH, such as header:X-Event-Id or body:event.type');
  return z.NEVER;
});

const signedContent = z.string().transform((template, context): SignedContent => {
  const parsed = parseSignedContent(template, WEBHOOK_PARTS);
  if (parsed && covers(parsed, 'body')) return parsed;
  context.addIssue(
    'must contain {body}, and besides it only {timestamp}, {id}, {method}, {url} and other text',
  );
  return z.NEVER;
});

/** What {@link HmacSourceOptions} have to be; an issue's path is the option's name. */
export const hmacOptionsSchema = z
  .object({
    secrets: z.array(z.string().min(1)),
    signatureHeader: headerName,
    algorithm: z.enum(['sha256', 'sha512', 'sha1']).default('sha256'),
    encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
    signaturePrefix: z
      .string()
      .regex(/^([!-~][ -~]*)?$/, 'must be printable ASCII characters that do not begin with a space')
      .default(''),
    timestampHeader: headerName.optional(),
    signedContent: signedContent.optional(),
    id: field.optional(),
    type: field.optional(),
    time: field.optional(),
  })
  .transform((options, context): HmacSettings => {
    const { timestampHeader, id } = options;
    const content = options.signedContent ?? defaultContent(timestampHeader);
    const refuse = (message: string) =>
      context.addIssue({ code: 'custom', path: ['signedContent'], message });
    if (timestampHeader && !covers(content, 'timestamp')) {
      refuse('must contain {timestamp}: a time that is not signed could be changed by anybody');
    }
    if (!timestampHeader && covers(content, 'timestamp')) {
      refuse('has {timestamp}, so the header with the timestamp must be named, too');
    }
    const signedIdHeader = id && 'header' in id && covers(content, 'id') ? id.header : undefined;
    if (covers(content, 'id') && !signedIdHeader) {
      refuse('has {id}, so the id must be in a header (header:NAME)');
    }
    return {
      secrets: options.secrets,
      scheme: {
        header: options.signatureHeader,
        algorithm: options.algorithm,
        encoding: options.encoding,
        prefix: options.signaturePrefix,
      },
      timestampHeader,
      signedContent: content,
      signedIdHeader,
      id,
      type: options.type,
      time: options.time,
    };
  });

/** @throws ZodError when the options are wrong, or contradict one another */
export function hmacSettings(options: HmacSourceOptions): HmacSettings {
  return hmacOptionsSchema.parse(options);
}

function defaultContent(timestampHeader: string | undefined): SignedContent {
  const body = { part: 'body' } as const;
  return timestampHeader ? [{ part: 'timestamp' }, { text: '.' }, body] : [body];
}
