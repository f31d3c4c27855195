import { Command, Option } from 'commander';
import { WebhookEventStatus } from '../../platform/database/generated/enums.js';
import { WebhookEvents } from '../../webhooks/webhook-events.js';
import { print } from '../print.js';
import type { Runtime } from '../runtime.js';
import { readUuid } from './api-keys.command.js';

interface ReplayOptions {
  status?: WebhookEventStatus;
  provider?: string;
  type?: string;
  json?: boolean;
}

export function webhooksCommand(runtime: Runtime): Command {
  const command = new Command('webhooks').description('The webhooks that came in.');
  command
    .command('replay')
    .description(
      'Send events to their handlers again: to those that have not succeeded, or to all when all have.',
    )
    .argument(
      '[ids...]',
      'the events, by id',
      (id: string, before: string[]) => [...before, readUuid(id)],
      [],
    )
    .addOption(
      new Option('--status <status>', 'instead of ids: all events of a status').choices(
        Object.values(WebhookEventStatus),
      ),
    )
    .option('--provider <name>', 'with --status: only of this provider')
    .option('--type <type>', 'with --status: only of this type')
    .option('--json', 'print JSON')
    .action(async (ids: string[], { json, ...filter }: ReplayOptions, self: Command) => {
      if (!ids.length === !filter.status) self.error('error: name the events: either by id, or by --status.');
      const { app, close } = await runtime.openApplication(process.env);
      try {
        const events = app.get(WebhookEvents);
        const replayed = filter.status ? await events.replayAll(filter) : await replayEach(events, ids);
        print(json, { replayed }, `${replayed} sent to their handlers again.`);
      } finally {
        await close();
      }
    });
  return command;
}

async function replayEach(events: WebhookEvents, ids: readonly string[]): Promise<number> {
  for (const id of ids) {
    if (!(await events.replay(id))) throw new Error(`There is no webhook event ${id}.`);
  }
  return ids.length;
}
