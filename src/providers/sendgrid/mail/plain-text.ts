import type { ChatBlock } from '../../../contracts/notifications.js';

/**
 * The words of a chat message for where blocks cannot be shown, empty when it has none. A button that reports a click is
 * left out: nobody could press it.
 */
export function plainTextOf(blocks: readonly ChatBlock[]): string {
  return blocks.map(wordsOf).filter(Boolean).join('\n\n');
}

function wordsOf(block: ChatBlock): string {
  switch (block.type) {
    case 'fields':
      return block.fields.map(({ label, value }) => `${label}: ${value}`).join('\n');
    case 'image':
      return `${block.title ?? block.alt}: ${block.url}`;
    case 'buttons':
      return block.buttons
        .flatMap((button) => ('url' in button ? [`${button.text}: ${button.url}`] : []))
        .join('\n');
    case 'divider':
      return '---';
    default:
      return block.text;
  }
}
