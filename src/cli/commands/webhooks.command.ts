import { Command, Option } from 'commander';
import { z } from 'zod';
import { WebhookEventStatus } from '../../platform/database/generated/enums.js';
import { filterFields, readFilter, type WebhookEventFilter } from '../../webhooks/events/event-filter.js';
import type { ReplayOutcome, WebhookReplays } from '../../webhooks/events/webhook-replays.js';
import { presentUnhandledType } from '../../webhooks/unhandled/unhandled-type.presentation.js';
import type { UnhandledTypes } from '../../webhooks/unhandled/unhandled-types.js';
import { print, table } from '../print.js';
import type { Runtime } from '../runtime.js';
import { readUuid } from './api-keys.command.js';

/** Types that are listed at once. */
const PAGE = 100;

/** The options of a filter, by their names in the API. */
const filterOptions = z.strictObject(filterFields);

export function webhooksCommand(runtime: Runtime): Command {
  return new Command('webhooks')
    .description('The webhooks that came in.')
    .addCommand(replayCommand(runtime))
    .addCommand(unhandledCommand(runtime));
}

function replayCommand(runtime: Runtime): Command {
  return new Command('replay')
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
    .option('--provider <name>', 'of this provider')
    .option('--type <type>', 'of this type')
    .option('--connection <id>', 'that came for this connected account')
    .option('--received-after <time>', 'that were stored at this time or later: 2026-11-21T08:30:00Z')
    .option('--received-before <time>', 'that were stored before this time')
    .option('--id <id>', "whose id, ours or the provider's, is this or begins like this")
    .option('--json', 'print JSON')
    .action(async (ids: string[], { json, ...options }: ReplayOptions, self: Command) => {
      const filter = readOptions(options, self);
      if (!ids.length === !filter) {
        self.error('error: name the events: either by id, or by options such as --status dead.');
      }
      const { WebhookReplays: Replays } = await import('../../webhooks/events/webhook-replays.js');
      const { app, close } = await runtime.openApplication(process.env);
      try {
        const replays = app.get(Replays);
        const { replayed, skipped } = filter
          ? await replayAll(replays, filter)
          : await replayEach(replays, ids);
        const rest = skipped ? `; ${skipped} skipped: a handler is running, or their payload was erased` : '';
        print(json, { replayed, skipped }, `${replayed} sent to their handlers again${rest}.`);
      } finally {
        await close();
      }
    });
}

function unhandledCommand(runtime: Runtime): Command {
  return new Command('unhandled')
    .description('List the types of events that came and that no handler takes.')
    .option('--provider <name>', 'only of this provider')
    .option('--json', 'print JSON')
    .action(async ({ provider, json }: { provider?: string; json?: boolean }) => {
      const { UnhandledTypes: Types } = await import('../../webhooks/unhandled/unhandled-types.js');
      const { app, close } = await runtime.openApplication(process.env);
      try {
        const types = await unhandledTypes(app.get(Types), provider);
        const rows = types.map((each) => [
          each.provider,
          each.type,
          String(each.count),
          each.first_seen_at.toISOString(),
          each.last_seen_at.toISOString(),
          each.sample_event_id,
        ]);
        const headings = ['PROVIDER', 'TYPE', 'COUNT', 'FIRST SEEN', 'LAST SEEN', 'SAMPLE'];
        print(json, types, table(headings, rows));
      } finally {
        await close();
      }
    });
}

interface ReplayOptions {
  status?: string;
  provider?: string;
  type?: string;
  connection?: string;
  receivedAfter?: string;
  receivedBefore?: string;
  id?: string;
  json?: boolean;
}

/** The filter that the options make; `undefined` when there are none. Ends the command when one is wrong. */
function readOptions(
  { connection, receivedAfter, receivedBefore, ...rest }: Omit<ReplayOptions, 'json'>,
  command: Command,
): WebhookEventFilter | undefined {
  const fields = {
    ...rest,
    connection_id: connection,
    received_after: receivedAfter,
    received_before: receivedBefore,
  };
  if (Object.values(fields).every((value) => value === undefined)) return undefined;
  const { data, error } = filterOptions.safeParse(fields);
  if (data) return readFilter(data);
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return command.error(`error: ${problems.join('; ')}.`);
}

async function replayAll(replays: WebhookReplays, filter: WebhookEventFilter) {
  const all = { replayed: 0, skipped: 0 };
  let after: string | undefined;
  do {
    const { replayed, skipped, next } = await replays.replayAll(filter, after);
    all.replayed += replayed;
    all.skipped += skipped;
    after = next;
  } while (after);
  return all;
}

const REFUSALS: Record<Exclude<ReplayOutcome, 'replayed'>, (id: string) => string> = {
  unknown: (id) => `There is no webhook event ${id}.`,
  erased: (id) => `The payload of webhook event ${id} was erased: there is nothing to replay.`,
  running: (id) => `A handler is running with webhook event ${id}. Try again when it has ended.`,
};

async function replayEach(replays: WebhookReplays, ids: readonly string[]) {
  for (const id of ids) {
    const outcome = await replays.replay(id);
    if (outcome !== 'replayed') throw new Error(REFUSALS[outcome](id));
  }
  return { replayed: ids.length, skipped: 0 };
}

async function unhandledTypes(types: UnhandledTypes, provider: string | undefined) {
  const all = [];
  for (let page = await types.list(provider, PAGE); page.length;) {
    all.push(...page);
    page = await types.list(provider, PAGE, page.at(-1));
  }
  return all.map(presentUnhandledType);
}
