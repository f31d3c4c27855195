import { createHmac } from 'node:crypto';
import { Agent } from 'node:http';
import axios from 'axios';
import { Pool } from 'pg';
import { addressOf } from '../addresses.js';
import { orderData, TYPE } from './order.js';

/** A delivery as a job of the other contenders. It carries all that is needed, so that nothing has to be read. */
export interface Delivery {
  number: number;
  url: string;
  /** The text that is posted. */
  payload: string;
}

const SECRET = Buffer.alloc(32, 7);

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
const httpAgent = new Agent({ keepAlive: true });

export async function createTable(): Promise<void> {
  await pool.query(`
    CREATE TABLE IF NOT EXISTS contender_deliveries (
      id bigint PRIMARY KEY, status text NOT NULL DEFAULT 'pending', attempts int NOT NULL DEFAULT 0,
      last_status smallint, last_attempt_at timestamptz)`);
}

/** Stores a row for each delivery, and gives back what a job of it carries. */
export async function storeRows(count: number, from: number, to: number): Promise<Delivery[]> {
  await pool.query('INSERT INTO contender_deliveries (id) SELECT generate_series(1, $1::int)', [count]);
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    url: addressOf(from + (index % (to - from + 1)), Number(process.env.RECEIVER_PORT)),
    payload: JSON.stringify({
      id: `event-${index + 1}`,
      type: TYPE,
      timestamp: new Date().toISOString(),
      data: orderData(index),
    }),
  }));
}

/** Signs it, posts it and writes down how that went. @throws Error when it was not taken, so that the job is tried again */
export async function deliver({ number, url, payload }: Delivery): Promise<void> {
  const id = `event-${number}`;
  const sentAt = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', SECRET).update(`${id}.${sentAt}.${payload}`).digest('base64');
  const { status } = await axios.post<unknown>(url, payload, {
    httpAgent,
    timeout: 10_000,
    maxRedirects: 0,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(sentAt),
      'webhook-signature': `v1,${signature}`,
    },
  });
  await pool.query(
    `UPDATE contender_deliveries
     SET status = 'delivered', attempts = attempts + 1, last_status = $2, last_attempt_at = now() WHERE id = $1`,
    [number, status],
  );
}
