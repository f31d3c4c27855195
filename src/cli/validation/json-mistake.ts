import { LineCounter, parseDocument } from 'yaml';
import { errorMessage } from '../../platform/errors/error-facts.js';

/** What is wrong with a text that YAML takes and JSON does not, its place behind it: `… (2:40)`. */
export function jsonMistake(source: string): string | undefined {
  try {
    JSON.parse(source);
    return undefined;
  } catch (error) {
    const message = errorMessage(error);
    const [, line, column] = /\(line (\d+) column (\d+)\)$/.exec(message) ?? [];
    if (line) return `${message.replace(/ in JSON at position .*/, '')} (${line}:${column})`;
    return `is no JSON ${placeOf(source)}`;
  }
}

/** For some mistakes JavaScript does not tell the place. */
function placeOf(source: string): string {
  const lineCounter = new LineCounter();
  const [mistake] = parseDocument(source, { schema: 'json', lineCounter }).errors;
  const { line, col } = lineCounter.linePos(mistake?.pos[0] ?? source.length);
  return `(${line}:${col})`;
}
