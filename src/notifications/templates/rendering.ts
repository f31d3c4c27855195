import mustache from 'mustache';
import type { NotificationChannel } from '../../contracts/notifications.js';
import type { Block, Words } from '../records/message.js';

/** What a template is filled with. */
export type TemplateData = Readonly<Record<string, unknown>>;

/** The places of a template for which the data has nothing. */
export class MissingTemplateData extends Error {
  constructor(readonly names: readonly string[]) {
    super(`The template needs: ${names.join(', ')}.`);
  }
}

/** How often the parts of one text may be repeated, all together: lists in lists multiply, and nobody else is served meanwhile. */
const MAX_REPEATS = 10_000;

class BoundedWriter extends mustache.Writer {
  private repeats = 0;

  override render(...text: Parameters<mustache.Writer['render']>): string {
    this.repeats = 0;
    return super.render(...text);
  }

  /** Once for the text, and once for each item of a list in it. */
  override renderTokens(...part: Parameters<mustache.Writer['renderTokens']>): string {
    this.repeats += 1;
    if (this.repeats > MAX_REPEATS) throw new EndlessTemplate();
    return super.renderTokens(...part);
  }
}

/** A template and its data repeat something too often. */
export class EndlessTemplate extends Error {
  constructor() {
    super(`The template repeats its parts more than ${MAX_REPEATS} times.`);
  }
}

const writer = new BoundedWriter();

const asItIs = (value: unknown) => String(value);

/** Values in HTML must not become markup. @see https://html.spec.whatwg.org/multipage/syntax.html#character-references */
const escapedForHtml = (value: unknown) =>
  String(value).replace(/[&<>"'`=/]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/**
 * Values in chat must not become mentions or links, which begin with `<`. The three characters are those that chat
 * programs with marks ask to escape.
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
const escapedForChat = (value: unknown) =>
  String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * Fills a template (Mustache) for a channel, each value escaped for the place where it stands.
 * @throws MissingTemplateData when a place has no value
 * @throws EndlessTemplate when lists, or lists in lists, repeat something too often
 */
export function render(template: Words, data: TemplateData, channel: NotificationChannel): Words {
  const missing = new Set<string>();
  const fill = (text: string, escape: (value: unknown) => string) => {
    for (const name of placesOf(text)) if (!has(data, name)) missing.add(name);
    return writer.render(text, data, {}, { escape });
  };
  const forText = channel === 'chat' ? escapedForChat : asItIs;
  const { subject, text, html, blocks } = template;
  const rendered: Words = {
    subject: subject && fill(subject, asItIs),
    text: text && fill(text, forText),
    html: html && fill(html, escapedForHtml),
    blocks: blocks?.map((block) => filledBlock(block, fill)),
  };
  if (missing.size > 0) throw new MissingTemplateData([...missing]);
  return rendered;
}

/** @throws Error, in Mustache's words, when a template is none */
export function checkTemplate(text: string): void {
  mustache.parse(text);
}

function filledBlock(
  block: Block,
  fill: (text: string, escape: (value: unknown) => string) => string,
): Block {
  const marked = (text: string) => fill(text, escapedForChat);
  const plain = (text: string) => fill(text, asItIs);
  switch (block.type) {
    case 'text':
      return { ...block, text: block.plain ? plain(block.text) : marked(block.text) };
    case 'header':
      return { ...block, text: plain(block.text) };
    case 'context':
      return { ...block, text: marked(block.text) };
    case 'fields':
      return {
        ...block,
        fields: block.fields.map(({ label, value }) => ({ label: marked(label), value: marked(value) })),
      };
    case 'image':
      return {
        ...block,
        url: plain(block.url),
        alt: plain(block.alt),
        title: block.title && plain(block.title),
      };
    case 'buttons':
      return {
        ...block,
        buttons: block.buttons.map((button) =>
          'url' in button
            ? { ...button, text: plain(button.text), url: plain(button.url) }
            : { ...button, text: plain(button.text) },
        ),
      };
    default:
      return block;
  }
}

/** The names in `{{name}}` and `{{{name}}}`; sections (`{{#items}}`) may have nothing, that is what they are for. */
function placesOf(text: string): string[] {
  return mustache.parse(text).flatMap(([kind, name]) => (kind === 'name' || kind === '&' ? [name] : []));
}

function has(data: TemplateData, path: string): boolean {
  if (path === '.') return true;
  let at: unknown = data;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return at !== undefined && at !== null;
}
