import mustache from 'mustache';

/** What a message says. */
interface Words {
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly html: string | undefined;
}

/**
 * What a template makes of its data. The sandbox has no templates: it fills in the words of the message itself, and
 * where there are none, lists the data, so that it can be seen what the template would get.
 */
export function fillIn(
  templateId: string,
  { subject, text, html }: Words,
  data: Readonly<Record<string, unknown>>,
): Words & { readonly subject: string } {
  const plain = (words: string) => mustache.render(words, data, {}, { escape: String });
  const listed = Object.entries(data).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const nothing = text === undefined && html === undefined;
  return {
    subject: plain(
      subject ?? (typeof data['subject'] === 'string' ? data['subject'] : `Template ${templateId}`),
    ),
    text: nothing ? [`Template ${templateId}`, ...listed].join('\n') : text && plain(text),
    html: html && mustache.render(html, data),
  };
}
