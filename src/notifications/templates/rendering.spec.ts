import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { MissingTemplateData, render } from './rendering.js';

describe('a template', () => {
  it('escapes each value for the place where it stands', () => {
    const template = { subject: 'To {{name}}', text: 'Hello {{name}}', html: '<b>{{name}}</b>' };
    const data = { name: '<!channel> & "Ada"' };
    expect(render(template, data, 'email')).toMatchObject({
      subject: 'To <!channel> & "Ada"',
      text: 'Hello <!channel> & "Ada"',
      html: '<b>&#60;!channel&#62; &#38; &#34;Ada&#34;</b>',
    });
    expect(render(template, data, 'chat').text).toBe('Hello &lt;!channel&gt; &amp; "Ada"');
  });

  it('fills blocks, sections and lists', () => {
    const template = {
      text: '{{#items}}- {{name}}\n{{/items}}{{^items}}Nothing{{/items}}',
      blocks: [
        { type: 'header' as const, text: 'Order {{order.id}}' },
        { type: 'fields' as const, fields: [{ label: 'For', value: '{{order.by}}' }] },
        { type: 'buttons' as const, buttons: [{ text: 'Open', url: 'https://shop.example/{{order.id}}' }] },
      ],
    };
    const order = { id: 42, by: 'a<b' };
    expect(render(template, { order, items: [{ name: 'Tea' }, { name: 'Milk' }] }, 'chat')).toMatchObject({
      text: '- Tea\n- Milk\n',
      blocks: [
        { text: 'Order 42' },
        { fields: [{ value: 'a&lt;b' }] },
        { buttons: [{ url: 'https://shop.example/42' }] },
      ],
    });
    expect(render({ text: template.text }, {}, 'chat').text).toBe('Nothing');
  });

  it('names what it was not given, all of it', () => {
    const missing = () => render({ subject: '{{a}}', text: '{{b.c}} {{constructor}}' }, { b: {} }, 'email');
    expect(missing).toThrow(MissingTemplateData);
    expect(missing).toThrow('a, b.c, constructor');
  });

  it('repeats only so often, however lists are put into one another', () => {
    const text = `${'{{#a}}'.repeat(5)}x${'{{/a}}'.repeat(5)}`;
    const data = { a: Array.from({ length: 50 }, (_, index) => index) };
    const beganMs = performance.now();
    expect(() => render({ text }, data, 'email')).toThrow('repeats its parts more than 10000 times');
    expect(performance.now() - beganMs).toBeLessThan(500);
    const lines = { lines: Array.from({ length: 5_000 }, (_, index) => ({ index })) };
    expect(render({ text: '{{#lines}}{{index}},{{/lines}}' }, lines, 'email').text).toMatch(/^0,1,.*,4999,$/);
  });

  it('never lets a value become markup, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(render({ html: '{{v}}' }, { v: value }, 'email').html).not.toMatch(/[<>"']/);
        expect(render({ text: '{{v}}' }, { v: value }, 'chat').text).not.toMatch(/[<>]/);
      }),
    );
  });
});
