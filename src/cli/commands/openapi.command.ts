import { Command } from 'commander';
import { readOpenApi } from '../../platform/api-description/openapi-file.js';

/** Needs no configuration and no database: the description lies in the package. */
export function openApiCommand(): Command {
  return new Command('openapi')
    .description('Print the description of the HTTP API (OpenAPI 3.1), as GET /openapi.json answers it.')
    .option('--json', 'print JSON, which it is anyway')
    .action(async () => {
      process.stdout.write(await readOpenApi(process.env.PUBLIC_URL));
    });
}
