import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What was done to a cluster and what it answered, as JSON lines: to be read when a run went wrong. */
export class History {
  readonly path = join(mkdtempSync(join(tmpdir(), 'hookline-cluster-')), 'history.jsonl');

  /** One line, with the time; written at once, so that it is there however the run ends. */
  note(what: string, details: object = {}): void {
    appendFileSync(this.path, `${JSON.stringify({ at: new Date().toISOString(), what, ...details })}\n`);
  }
}
