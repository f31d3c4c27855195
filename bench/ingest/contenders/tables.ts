/** The tables of the other contenders: the same columns in spirit as Hookline's, and the index that a queue needs. */
export const CONTENDER_TABLES = `
CREATE TABLE contender_events (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  external_id text NOT NULL,
  type text NOT NULL,
  received_at timestamptz(3) NOT NULL,
  headers json NOT NULL,
  body bytea NOT NULL,
  status text NOT NULL DEFAULT 'pending',
  UNIQUE (provider, external_id)
);
CREATE TABLE contender_jobs (
  id uuid PRIMARY KEY,
  event_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'created',
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX ON contender_jobs (created_at) WHERE state = 'created';`;
