import { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { answer } from '../../answers.js';
import { listen } from './fastify-app.js';
import { resources } from './resources.js';
import { POOL_SIZE, settings } from './settings.js';

/** Fastify, and one prepared statement for each event, which writes it and its job. */
const pool = new Pool({ connectionString: settings.DATABASE_URL, max: POOL_SIZE });

const INSERT = `
WITH stored AS (
  INSERT INTO contender_events (id, provider, external_id, type, received_at, headers, body)
  VALUES ($1, 'stripe', $2, $3, $4, $5, $6)
  ON CONFLICT DO NOTHING
  RETURNING id
)
INSERT INTO contender_jobs (id, event_id) SELECT $7, id FROM stored`;

await listen(async ({ externalId, type, receivedAt, headers, body }) => {
  const values = [uuidv7(), externalId, type, receivedAt, headers, body, uuidv7()];
  const { rowCount } = await pool.query({ name: 'store', text: INSERT, values });
  return rowCount === 1;
});

export const answers = answer(resources);
