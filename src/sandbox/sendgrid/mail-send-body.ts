import { z } from 'zod';
import { SendGridRefusal } from './errors.js';

const MAX_RECIPIENTS = 1000;
const MAX_SCHEDULE_SECONDS = 72 * 3600;

/** One line, as everything that becomes a header has to be. */
const line = (message: string) => z.string().regex(/^[^\r\n]*$/, { error: message });

/** No part of a domain ends in a hyphen (RFC 1123, 2.1). */
const address = (invalid: string) => z.email({ error: invalid }).regex(/@(?!.*-\.)/, { error: invalid });

const mailbox = (invalid: string) =>
  z.object(
    { email: address(invalid), name: line('The name cannot contain CRLF characters.').optional() },
    {
      error:
        'Each recipient object must at least have an email address and may also contain a name. e.g. {"email": "example@example.com"} or {"email": "example@example.com", "name": "Example Recipient"}',
    },
  );
const recipient = mailbox('Does not contain a valid address.');

const personalization = z.object({
  to: z.array(recipient, { error: 'The to parameter is required for all personalization objects.' }).min(1, {
    error: 'The to array must at least have an email parameter with a valid email address.',
  }),
  cc: z.array(recipient).default([]),
  bcc: z.array(recipient).default([]),
  subject: z
    .string()
    .min(1, { error: 'The subject of your email must be a string at least one character in length.' })
    .optional(),
  dynamic_template_data: z.record(z.string(), z.unknown()).default({}),
  custom_args: z
    .record(z.string(), z.string({ error: 'All values of custom arguments object must be strings' }))
    .default({}),
});

const attachment = z.object({
  content: z.base64({ error: 'The attachment content must be base64 encoded.' }).min(1, {
    error: 'The attachment content must be a string at least one character in length.',
  }),
  filename: line('The filename of your attachment cannot contain CRLF characters.'),
  type: z
    .string()
    .regex(/^[^;\r\n]+$/, { error: "The type cannot contain ';', or CRLF characters." })
    .optional(),
  disposition: z
    .enum(['inline', 'attachment'], {
      error: 'The disposition of your attachment can be either "inline" or "attachment".',
    })
    .optional(),
  content_id: line('The content ID of your attachment cannot contain CRLF characters.').optional(),
});

const category = z
  .string()
  .max(255, { error: 'Each category must not be longer than 255 characters.' })
  .regex(/^[\x20-\x7e]*$/, { error: 'Categories can not contain non-ASCII characters.' });

const content = z.object({
  type: z.string().regex(/^[^;\r\n]+$/, { error: "Cannot contain ';', or CRLF characters." }),
  value: z.string().min(1, { error: 'The content value must be a string at least one character in length.' }),
});

const body = z
  .object({
    personalizations: z
      .array(personalization, {
        error: 'The personalizations field is required and must have at least one personalization.',
      })
      .min(1, { error: 'You must have at least one personalization.' })
      .max(MAX_RECIPIENTS, {
        error: 'The personalization block is limited to 1000 personalizations per API request.',
      }),
    from: mailbox('The from email does not contain a valid address.'),
    reply_to: mailbox('The reply_to email does not contain a valid address.').optional(),
    subject: line('The subject cannot contain CRLF characters.')
      .min(1, { error: 'The subject of your email must be a string at least one character in length.' })
      .optional(),
    content: z.array(content).default([]),
    attachments: z.array(attachment).default([]),
    template_id: z
      .string()
      .regex(/^d-[\w-]+$/, { error: 'The Template ID must be a valid template id for your account.' })
      .optional(),
    categories: z
      .array(category)
      .max(10, { error: 'There is a limit of 10 categories for each email that is sent.' })
      .refine((names) => new Set(names).size === names.length, {
        error: 'The categories must be a unique list.',
      })
      .default([]),
    send_at: z
      .int({ error: 'The send_at parameter is expecting a UNIX timestamp as an integer.' })
      .refine((at) => at <= Date.now() / 1000 + MAX_SCHEDULE_SECONDS, {
        error: 'Scheduling more than 72 hours in advance is forbidden.',
      })
      .optional(),
    mail_settings: z.object({ sandbox_mode: z.object({ enable: z.boolean() }).optional() }).optional(),
  })
  .superRefine((mail, context) => {
    const refuse = (message: string, ...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path });
    const everybody = mail.personalizations.flatMap(({ to, cc, bcc }) => [...to, ...cc, ...bcc]);
    if (everybody.length > MAX_RECIPIENTS) {
      refuse('There is a limit of 1000 total recipients (to + cc + bcc) per request.', 'personalizations');
    }
    for (const [index, each] of mail.personalizations.entries()) {
      const twice = firstDuplicate(each);
      if (twice) {
        const message = `Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [${twice.email}] in the personalizations.${index}.${twice.place} field.`;
        refuse(message, 'personalizations', index);
      }
    }
    if (mail.template_id !== undefined) return;
    if (mail.subject === undefined && mail.personalizations.some(({ subject }) => subject === undefined)) {
      refuse(
        'The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.',
        'subject',
      );
    }
    if (mail.content.length === 0) {
      refuse(
        'Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.',
        'content',
      );
    }
    const types = mail.content.map(({ type }) => type);
    if (types.indexOf('text/plain') > 0) {
      refuse(
        'Following RFC 1341, section 7.2, if either text/html or text/plain are to be sent in your email: text/plain needs to be first, followed by text/html, followed by any other content.',
        'content',
      );
    }
  });

/** What `POST /v3/mail/send` was sent. */
export type MailSendBody = z.output<typeof body>;

/**
 * Reads it as strictly as SendGrid does.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
 * @throws SendGridRefusal that names every field
 */
export function readMailSendBody(json: unknown): MailSendBody {
  const read = body.safeParse(json);
  if (read.success) return read.data;
  throw new SendGridRefusal(
    400,
    read.error.issues.map(({ message, path }) => ({ message, field: path.join('.') || null })),
  );
}

type Addressed = Pick<z.output<typeof personalization>, 'to' | 'cc' | 'bcc'>;

function firstDuplicate(addressed: Addressed): { email: string; place: string } | undefined {
  const known = new Set<string>();
  for (const place of ['to', 'cc', 'bcc'] as const) {
    for (const { email } of addressed[place]) {
      if (known.has(email.toLowerCase())) return { email, place };
      known.add(email.toLowerCase());
    }
  }
  return undefined;
}
