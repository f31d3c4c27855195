import type { ChatBlock, ChatButton } from '../../../contracts/notifications.js';

/** A block as Slack takes it. @see https://docs.slack.dev/reference/block-kit/blocks */
export type SlackBlock = Readonly<Record<string, unknown>> & { readonly type: string };

/** What Slack calls a click on a button that opens an address; nothing is done about it. */
const LINK_ACTION = 'hookline_link';

/** Turns blocks into Block Kit. Text is Slack's mrkdwn as it is; what is `plain`, and labels, show to the letter. */
export function toBlockKit(blocks: readonly ChatBlock[]): SlackBlock[] {
  return blocks.map(toSlackBlock);
}

/**
 * Says in mrkdwn what blocks say, a line for each that has words: what Slack shows in notifications and reads out. It
 * may be empty (a divider alone).
 */
export function fallbackText(blocks: readonly ChatBlock[]): string {
  return blocks.flatMap(linesOf).join('\n');
}

/**
 * Text that mrkdwn shows as it stands, as far as it can: `&`, `<` and `>`, which make links and mentions, become
 * entities. For `*`, `_`, `~` and the backquote mrkdwn has no escape.
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A label and its value as mrkdwn, the label in bold above it. */
export function fieldText({ label, value }: { readonly label: string; readonly value: string }): string {
  return `*${escapeMrkdwn(label)}*\n${value}`;
}

function toSlackBlock(block: ChatBlock): SlackBlock {
  switch (block.type) {
    case 'header':
      return { type: 'header', text: plainText(block.text) };
    case 'text':
      return { type: 'section', text: block.plain ? plainText(block.text) : mrkdwn(block.text) };
    case 'fields':
      return { type: 'section', fields: block.fields.map((field) => mrkdwn(fieldText(field))) };
    case 'image': {
      const { url, alt, title } = block;
      const titled = title !== undefined && { title: plainText(title) };
      return { type: 'image', image_url: url, alt_text: alt, ...titled };
    }
    case 'context':
      return { type: 'context', elements: [mrkdwn(block.text)] };
    case 'buttons':
      return { type: 'actions', elements: block.buttons.map(toElement) };
    default:
      return { type: block.type satisfies 'divider' };
  }
}

/** The `action_id` has to be unique within its block. */
function toElement(button: ChatButton, index: number): SlackBlock {
  const { text, style } = button;
  const act =
    'url' in button
      ? { action_id: `${LINK_ACTION}_${index}`, url: button.url }
      : { action_id: button.id, ...(button.value !== undefined && { value: button.value }) };
  return { type: 'button', text: plainText(text), ...act, ...(style && { style }) };
}

function mrkdwn(text: string): SlackBlock {
  return { type: 'mrkdwn', text };
}

/** Shown to the letter, colons included. */
function plainText(text: string): SlackBlock {
  return { type: 'plain_text', text, emoji: false };
}

function linesOf(block: ChatBlock): string[] {
  switch (block.type) {
    case 'header':
      return [escapeMrkdwn(block.text)];
    case 'text':
      return [block.plain ? escapeMrkdwn(block.text) : block.text];
    case 'fields':
      return block.fields.map(({ label, value }) => `${escapeMrkdwn(label)}: ${value}`);
    case 'image':
      return [escapeMrkdwn(block.title ?? block.alt)];
    case 'context':
      return [block.text];
    case 'buttons':
      return block.buttons.map((button) =>
        'url' in button
          ? `<${escapeMrkdwn(button.url)}|${escapeMrkdwn(button.text)}>`
          : escapeMrkdwn(button.text),
      );
    default:
      return []; // a divider says nothing
  }
}
