import { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { answer } from '../../answers.js';
import { listen, type IncomingEvent } from './fastify-app.js';
import { resources } from './resources.js';
import { settings } from './settings.js';

interface Waiting {
  id: string;
  event: IncomingEvent;
  resolve: (stored: boolean) => void;
  reject: (error: unknown) => void;
}

/** Fastify, and one statement for all events that came while the last was on its way, by hand: the least there can be. */
const MAX_FLUSHES = 2;
const MAX_GROUP = 256;

const pool = new Pool({ connectionString: settings.DATABASE_URL, max: MAX_FLUSHES });
let waiting: Waiting[] = [];
let flushes = 0;

const INSERT = `
WITH incoming AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::float8[], $5::text[], $6::int[], $7::int[])
  AS incoming (id, external_id, type, received_at, headers, start, length)
), stored AS (
  INSERT INTO contender_events (id, provider, external_id, type, received_at, headers, body)
  SELECT id, 'stripe', external_id, type, to_timestamp(received_at / 1000), headers::json,
    substring($8::bytea FROM start FOR length)
  FROM incoming
  ON CONFLICT DO NOTHING
  RETURNING id
), jobs AS (
  INSERT INTO contender_jobs (id, event_id) SELECT gen_random_uuid(), id FROM stored
)
SELECT id FROM stored`;

async function write(group: readonly Waiting[]): Promise<Set<string>> {
  const bodies = group.map(({ event }) => event.body);
  let start = 1;
  const starts = bodies.map(({ length }) => (start += length) - length);
  const { rows } = await pool.query<{ id: string }>({
    name: 'store',
    text: INSERT,
    values: [
      group.map(({ id }) => id),
      group.map(({ event }) => event.externalId),
      group.map(({ event }) => event.type),
      group.map(({ event }) => event.receivedAt.getTime()),
      group.map(({ event }) => event.headers),
      starts,
      bodies.map(({ length }) => length),
      Buffer.concat(bodies),
    ],
  });
  return new Set(rows.map(({ id }) => id));
}

async function flush(): Promise<void> {
  flushes += 1;
  await new Promise(setImmediate);
  while (waiting.length) {
    const group = waiting.slice(0, MAX_GROUP);
    waiting = waiting.slice(MAX_GROUP);
    try {
      const stored = await write(group);
      for (const { id, resolve } of group) resolve(stored.has(id));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
  flushes -= 1;
}

await listen(
  (event) =>
    new Promise((resolve, reject) => {
      waiting.push({ id: uuidv7(), event, resolve, reject });
      if (flushes < MAX_FLUSHES) void flush();
    }),
);

export const answers = answer(resources);
