import { SlackNotifier } from '../../src/providers/slack/slack.notifier.js';
import type { Message } from '../../src/sandbox/slack/rows.js';
import { startSlackSandbox, type SlackSandbox } from '../../src/sandbox/slack/slack-sandbox.js';
import { startContractProxy } from '../support/contract-proxy.js';
import { startTestHookline } from '../support/hookline.js';
import { describeNotifier, type Delivered } from './notifier.behaviour.js';

const DESCRIPTION = { file: 'slack/web-api.openapi.json', basePath: '/api' };

describeNotifier({
  name: 'slack',
  bad: {
    'nothing to say': [{ text: undefined }, 'text'],
    'a text too long': [{ text: 'x'.repeat(40_001) }, 'text'],
    'half a character': [{ text: 'x\ud800' }, 'text'],
    'no recipient': [{ to: '' }, 'to'],
    'a recipient of no kind': [{ to: 'general' }, 'to'],
    'a thread that is none': [{ thread: 'yesterday' }, 'thread'],
    'too many blocks': [
      { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' as const })) },
      'blocks',
    ],
    'no blocks': [{ blocks: [] }, 'blocks'],
    'a header too long': [{ blocks: [{ type: 'header', text: 'x'.repeat(151) }] }, 'blocks.0.text'],
    'a section too long': [{ blocks: [{ type: 'text', text: 'x'.repeat(3_001) }] }, 'blocks.0.text'],
    'too many fields': [
      {
        blocks: [
          { type: 'divider' },
          { type: 'fields', fields: Array.from({ length: 11 }, () => ({ label: 'a', value: 'b' })) },
        ],
      },
      'blocks.1.fields',
    ],
    'a field too long': [
      { blocks: [{ type: 'fields', fields: [{ label: 'Total', value: 'x'.repeat(1_995) }] }] },
      'blocks.0.fields.0.value',
    ],
    'an image from nowhere': [{ blocks: [{ type: 'image', url: '/logo.png', alt: 'Logo' }] }, 'blocks.0.url'],
    'an image that nobody could describe': [
      { blocks: [{ type: 'image', url: 'https://shop.example/logo.png', alt: '' }] },
      'blocks.0.alt',
    ],
    'a button too long': [
      { blocks: [{ type: 'buttons', buttons: [{ text: 'x'.repeat(76), id: 'go' }] }] },
      'blocks.0.buttons.0.text',
    ],
    'a button to a script': [
      { blocks: [{ type: 'buttons', buttons: [{ text: 'Go', url: 'javascript:alert(1)' }] }] },
      'blocks.0.buttons.0.url',
    ],
    'two buttons of one id': [
      {
        blocks: [
          {
            type: 'buttons',
            buttons: [
              { text: 'Yes', id: 'go' },
              { text: 'No', id: 'go' },
            ],
          },
        ],
      },
      'blocks.0.buttons',
    ],
    'a file with a path': [
      { attachments: [{ name: '../x.pdf', contentType: 'application/pdf', content: Buffer.from('x') }] },
      'attachments.0.name',
    ],
    'an empty file': [
      { attachments: [{ name: 'x.pdf', contentType: 'application/pdf', content: Buffer.alloc(0) }] },
      'attachments.0.content',
    ],
    'too many files': [
      {
        attachments: Array.from({ length: 11 }, (_, index) => ({
          name: `${index}.txt`,
          contentType: 'text/plain',
          content: Buffer.from('x'),
        })),
      },
      'attachments',
    ],
  },
  start: async () => {
    const sandbox = await startSlackSandbox({ port: 0 });
    const proxy = await startContractProxy({ target: sandbox.url, descriptions: [DESCRIPTION] });
    const hookline = await startTestHookline({
      environment: { ...sandbox.environment, SLACK_API_BASE_URL: `${proxy.url}/api`, SLACK_TIMEOUT: '20' },
    });
    return {
      notifier: hookline.app.get(SlackNotifier, { strict: false }),
      to: { good: '#orders', unknown: '#nowhere' },
      delivered: (reference) => deliveredAs(sandbox, reference),
      failNext: (mode) => sandbox.failNext({ method: 'chat.postMessage', mode }),
      violations: () => proxy.violations(),
      stop: async () => {
        await hookline.close();
        await proxy.close();
        await sandbox.close();
      },
    };
  },
});

/** Files come in the thread of their message. */
function deliveredAs(sandbox: SlackSandbox, reference: string): Delivered[] {
  const messages = sandbox.messages();
  return messages
    .filter(({ metadata }) => metadata?.event_payload.reference === reference)
    .map(({ id, channel, text }) => ({
      to: channel,
      text,
      attachments: messages
        .filter(({ threadTs }) => threadTs === id)
        .flatMap((reply) => filesOf(sandbox, reply)),
    }));
}

function filesOf(sandbox: SlackSandbox, { files = [] }: Message): Delivered['attachments'] {
  return files.flatMap((id) => {
    const file = sandbox.file(id);
    return file ? [{ name: file.name, content: Buffer.from(file.content ?? '', 'base64') }] : [];
  });
}
