import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { alphanumerics } from '../alphanumerics.js';
import { breakOff, type Faults } from '../faults.js';
import { pathParameter } from '../server.js';
import type { State } from '../state.js';
import { json, type Method, SlackRefusal, text } from './call.js';
import { joinedChannel } from './channels.js';
import type { SlackFault } from './faults.js';
import { keepMessage } from './messages.js';
import { fileObject } from './objects.js';
import type { SlackRows } from './rows.js';

/** The largest file, in bytes. Slack's own limit is 1 GB. */
const MAX_BYTES = 100 * 1024 * 1024;

const wantedFiles = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

/** @see https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const getUploadAddress: Method = {
  scope: 'files:write',
  run({ state, workspace, fields, baseUrl }) {
    const name = text(fields, 'filename');
    const size = Number(text(fields, 'length'));
    if (name === '' || !Number.isInteger(size) || size < 1) throw new SlackRefusal('missing_argument');
    if (size > MAX_BYTES) throw new SlackRefusal('file_upload_size_restricted');
    const id = `F${alphanumerics(10).toUpperCase()}`;
    const created = Math.floor(Date.now() / 1000);
    state.transaction(() => state.put('file', { id, team: workspace.id, name, size, created }));
    return { upload_url: `${baseUrl}/upload/v1/${id}`, file_id: id };
  },
};

/** @see https://docs.slack.dev/reference/methods/files.completeUploadExternal */
export const completeUpload: Method = {
  scope: 'files:write',
  run(call) {
    const { state, workspace, fields } = call;
    const wanted = wantedFiles.safeParse(json(fields, 'files'));
    if (!wanted.success) throw new SlackRefusal('invalid_arguments');
    const files = wanted.data.map(({ id, title }) => {
      const file = state.table('file').get(id);
      if (file?.team !== workspace.id || file.content === undefined) throw new SlackRefusal('file_not_found');
      return { ...file, title: title ?? file.name };
    });
    const channelId = text(fields, 'channel_id');
    const channel = channelId === '' ? undefined : joinedChannel(call, channelId);
    state.transaction(() => {
      for (const file of files) state.put('file', file);
      if (!channel) return; // private until somebody shares it
      const threadTs = text(fields, 'thread_ts') || undefined;
      const ids = files.map(({ id }) => id);
      keepMessage(call, { channel: channel.id, text: text(fields, 'initial_comment'), threadTs, files: ids });
    });
    return { files: files.map((file) => fileObject(call, file)) };
  },
};

/** Takes the bytes of files, at addresses that need no token, and hands them to whoever looks at the page. */
export function serveFiles(
  server: FastifyInstance,
  state: State<SlackRows>,
  faults: Faults<SlackFault>,
): void {
  void server.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    uploads.post('/upload/v1/:id', { bodyLimit: MAX_BYTES }, async (request, reply) => {
      const fault = faults.take('upload');
      if (fault?.mode === 'reset-before') return breakOff(reply);
      if (fault?.mode === 'error') return reply.status(500).send('Something went wrong');
      const file = state.table('file').get(pathParameter(request, 'id'));
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (file?.size !== bytes.length) return reply.status(400).send('Not as long as announced');
      state.transaction(() => state.put('file', { ...file, content: bytes.toString('base64') }));
      if (fault?.mode === 'reset-after') return breakOff(reply);
      return reply.send(`OK - ${bytes.length}`);
    });
  });

  server.get('/files/:id', async (request, reply) => {
    const file = state.table('file').get(pathParameter(request, 'id'));
    if (file?.content === undefined) return reply.status(404).send('There is no such file.');
    return reply
      .headers({
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'X-Content-Type-Options': 'nosniff',
      })
      .send(Buffer.from(file.content, 'base64'));
  });
}
