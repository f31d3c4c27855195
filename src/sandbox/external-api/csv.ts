import { ExternalApiRefusal } from './refusal.js';

/** One field and what ends it: the next field, the next line, or the text (RFC 4180, 2). */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/**
 * The rows of a CSV text, its header among them.
 * @throws ExternalApiRefusal for a quotation mark that is not where it belongs
 */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let position = 0; position < text.length;) {
    FIELD.lastIndex = position;
    const match = FIELD.exec(text);
    if (!match)
      throw new ExternalApiRefusal(400, `data.input is not CSV: see the field at character ${position + 1}`);
    const [whole, quoted, plain = '', end] = match;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    position += whole.length;
    if (end === ',' && position < text.length) continue;
    if (end === ',') row.push('');
    rows.push(row);
    row = [];
  }
  return rows;
}
