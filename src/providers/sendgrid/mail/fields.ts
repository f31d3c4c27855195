/** SendGrid's names of fields, and ours. The longest that fits, counts. */
const FIELDS: readonly (readonly [theirs: RegExp, ours: string])[] = [
  [/^personalizations\.\d+\.(cc|bcc)\.(\d+)/, '$1.$2'],
  [/^personalizations\.\d+\.(cc|bcc)/, '$1'],
  [/^personalizations\.\d+\.to\.\d+\.name/, 'toName'],
  [/^personalizations\.\d+\.subject/, 'subject'],
  [/^personalizations\.\d+\.dynamic_template_data/, 'template.data'],
  [/^personalizations\.\d+\.custom_args/, 'reference'],
  [/^personalizations\.\d+\.send_at/, 'sendAt'],
  [/^personalizations/, 'to'],
  [/^from\.(email|name)/, 'from.$1'],
  [/^from/, 'from'],
  [/^reply_to\.(email|name)/, 'replyTo.$1'],
  [/^reply_to/, 'replyTo'],
  [/^subject/, 'subject'],
  [/^content/, 'text'],
  [/^attachments\.(\d+)\.filename/, 'attachments.$1.name'],
  [/^attachments\.(\d+)\.type/, 'attachments.$1.contentType'],
  [/^attachments\.(\d+)\.content_id/, 'attachments.$1.contentId'],
  [/^attachments\.(\d+)\.content/, 'attachments.$1.content'],
  [/^attachments\.(\d+)/, 'attachments.$1'],
  [/^attachments/, 'attachments'],
  [/^template_id/, 'template.id'],
  [/^categories\.(\d+)/, 'categories.$1'],
  [/^categories/, 'categories'],
  [/^send_at/, 'sendAt'],
];

/**
 * Our name of a field that SendGrid complains about, empty where it is none of our input. An address that is named twice
 * is blamed on the whole message; the sentence says where the second one stands.
 */
export function fieldOf(theirs: string, message: string): string {
  const place = /in the (personalizations\.\d+\.\w+) field/.exec(message)?.[1] ?? theirs;
  const [pattern, ours] = FIELDS.find(([each]) => each.test(place)) ?? [];
  if (!pattern || ours === undefined) return '';
  const [matched] = pattern.exec(place) ?? [''];
  return matched.replace(pattern, ours);
}

/** Which message of a request a complaint concerns; `undefined` when it concerns all of them. */
export function messagePositionOf(theirs: string): number | undefined {
  const [, position] = /^personalizations\.(\d+)/.exec(theirs) ?? [];
  return position === undefined ? undefined : Number(position);
}
