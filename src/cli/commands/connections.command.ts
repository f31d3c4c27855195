import { Command, Option } from 'commander';
import type { Connections, ConnectionFilter } from '../../connections/accounts/connections.service.js';
import { presentConnection } from '../../connections/api/connection.presentation.js';
import type { ConnectionHealthReport } from '../../connections/health/connection-health.js';
import { ConnectionStatus } from '../../platform/database/generated/enums.js';
import { print, table } from '../print.js';
import type { Runtime } from '../runtime.js';

/** Connections that are read at a time. */
const PAGE = 100;

interface ListOptions extends ConnectionFilter {
  json?: boolean;
}

export function connectionsCommand(runtime: Runtime): Command {
  return new Command('connections').description('Connected accounts.').addCommand(listCommand(runtime));
}

function listCommand(runtime: Runtime): Command {
  return new Command('list')
    .description('Show connected accounts, newest first, and how they do.')
    .option('--provider <name>', 'only of this provider')
    .option('--tenant <tenant>', "only of this customer of the product; '' for the product's own")
    .addOption(new Option('--status <status>', 'only in this state').choices(Object.values(ConnectionStatus)))
    .option('--json', 'print JSON')
    .action(async ({ json, ...filter }: ListOptions) => {
      const { Connections: Accounts } = await import('../../connections/accounts/connections.service.js');
      const { ConnectionHealthReport: Health } =
        await import('../../connections/health/connection-health.js');
      const { app, close } = await runtime.openApplication(process.env);
      try {
        const found = await all(app.get(Accounts), app.get(Health), filter);
        const rows = found.map((each) => [
          each.id,
          each.provider,
          each.account.label,
          each.tenant ?? '',
          each.status,
          each.health.state,
          each.expires_at?.toISOString() ?? '',
          each.last_used_at?.toISOString() ?? '',
        ]);
        const headings = ['ID', 'PROVIDER', 'ACCOUNT', 'TENANT', 'STATUS', 'HEALTH', 'EXPIRES', 'LAST USED'];
        print(json, found, table(headings, rows));
      } finally {
        await close();
      }
    });
}

async function all(connections: Connections, report: ConnectionHealthReport, filter: ConnectionFilter) {
  const found = [];
  for (let page = await connections.list(filter, PAGE); page.length;) {
    for (const [connection, health] of await report.ofEach(page)) {
      found.push(presentConnection(connection, health));
    }
    page = await connections.list(filter, PAGE, page.at(-1)?.id);
  }
  return found;
}
