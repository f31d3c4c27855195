import { PrismaPg } from '@prisma/adapter-pg';
import { isDriverAdapterError } from '@prisma/driver-adapter-utils';
import { errorMessage } from '../errors/error-facts.js';

/**
 * Prisma's adapter for PostgreSQL, made fit for migrations. Its own way of running a script is to cut it at every semicolon,
 * inside functions and texts too, and to send the pieces one by one: what fails halfway stays half done. Here the script
 * goes as one query, which PostgreSQL runs as one transaction.
 */
export class MigrationAdapter extends PrismaPg {
  /** The script that failed last, and PostgreSQL's own words about it; the engine puts them differently. */
  failure: { script: string; reason: string } | undefined;

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      try {
        await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
      } catch (error) {
        this.failure = { script, reason: reasonOf(error) };
        throw error;
      }
    };
    return adapter;
  }
}

function reasonOf(error: unknown): string {
  if (isDriverAdapterError(error)) return error.cause.originalMessage ?? error.message;
  return errorMessage(error);
}
