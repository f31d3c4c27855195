import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** The description of the API that lies beside the package: `openapi.json`. */
const FILE = join(dirname(findPackageJSON(import.meta.url) ?? ''), 'openapi.json');

const document = z.looseObject({ openapi: z.string(), servers: z.array(z.object({ url: z.string() })) });

/**
 * The description of the API (OpenAPI 3.1), as JSON text.
 * @param publicUrl the address under which the service is reached. @default that of `npm start`
 */
export async function readOpenApi(publicUrl?: string): Promise<string> {
  const { servers, ...described } = document.parse(JSON.parse(await readFile(FILE, 'utf8')));
  const here = publicUrl ? [{ url: publicUrl }] : servers;
  return `${JSON.stringify({ ...described, servers: here })}\n`;
}
