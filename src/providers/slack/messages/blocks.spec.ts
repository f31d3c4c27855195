import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { ChatBlock } from '../../../contracts/notifications.js';
import { escapeMrkdwn, fallbackText, toBlockKit } from './blocks.js';

const ORDER: ChatBlock[] = [
  { type: 'header', text: 'Order <42>' },
  { type: 'text', text: '*Paid* by <https://shop.example/ada|Ada>' },
  { type: 'text', text: 'Note: *1 < 2 & 3*', plain: true },
  { type: 'fields', fields: [{ label: 'Ship & hold', value: '_no_' }] },
  { type: 'image', url: 'https://shop.example/book.png', alt: 'A book', title: 'Book' },
  { type: 'divider' },
  { type: 'context', text: 'Hookline' },
  {
    type: 'buttons',
    buttons: [
      { text: 'Open', url: 'https://shop.example/orders/42?a=1&b=2', style: 'primary' },
      { text: 'Refund', id: 'refund', value: '42', style: 'danger' },
    ],
  },
];

describe('blocks', () => {
  it('become Block Kit', () => {
    expect(toBlockKit(ORDER)).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'Order <42>', emoji: false } },
      { type: 'section', text: { type: 'mrkdwn', text: '*Paid* by <https://shop.example/ada|Ada>' } },
      { type: 'section', text: { type: 'plain_text', text: 'Note: *1 < 2 & 3*', emoji: false } },
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*Ship &amp; hold*\n_no_' }] },
      {
        type: 'image',
        image_url: 'https://shop.example/book.png',
        alt_text: 'A book',
        title: { type: 'plain_text', text: 'Book', emoji: false },
      },
      { type: 'divider' },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'Hookline' }] },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            text: { type: 'plain_text', text: 'Open', emoji: false },
            action_id: 'hookline_link_0',
            url: 'https://shop.example/orders/42?a=1&b=2',
            style: 'primary',
          },
          {
            type: 'button',
            text: { type: 'plain_text', text: 'Refund', emoji: false },
            action_id: 'refund',
            value: '42',
            style: 'danger',
          },
        ],
      },
    ]);
  });

  it('say in one text what they show', () => {
    expect(fallbackText(ORDER)).toBe(
      [
        'Order &lt;42&gt;',
        '*Paid* by <https://shop.example/ada|Ada>',
        'Note: *1 &lt; 2 &amp; 3*',
        'Ship &amp; hold: _no_',
        'Book',
        'Hookline',
        '<https://shop.example/orders/42?a=1&amp;b=2|Open>',
        'Refund',
      ].join('\n'),
    );
    expect(fallbackText([{ type: 'divider' }])).toBe('');
  });

  it('give different ids to the links of one row', () => {
    const link = { text: 'Go', url: 'https://shop.example/' };
    expect(toBlockKit([{ type: 'buttons', buttons: [link, link] }])).toMatchObject([
      { elements: [{ action_id: 'hookline_link_0' }, { action_id: 'hookline_link_1' }] },
    ]);
  });
});

describe('escaped text', () => {
  it('makes no link or mention of anything, and reads as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = escapeMrkdwn(text);
        expect(escaped).not.toMatch(/[<>]/);
        const read = escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
        expect(read).toBe(text);
      }),
    );
  });
});
