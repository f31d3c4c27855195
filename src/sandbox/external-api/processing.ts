import { readCsv } from './csv.js';
import { ExternalApiRefusal } from './refusal.js';

const PROCESS: Readonly<Record<string, (input: unknown) => unknown>> = { json, csv, text };

/** The formats that the sandbox knows. */
export const FORMATS = Object.keys(PROCESS);

/**
 * Processes a little, so that one sees it: JSON is counted and its keys are put in order, CSV becomes rows by the names
 * in its first line, text becomes upper case.
 * @throws ExternalApiRefusal for what is not of that format
 */
export function processData(format: string, input: unknown): unknown {
  return PROCESS[format]?.(input);
}

/** Taken as text, or as it stands. */
function json(input: unknown): unknown {
  const value = typeof input === 'string' ? parsed(input) : input;
  return { values: valuesIn(value), normalized: inOrder(value) };
}

function csv(input: unknown): unknown {
  const [names = [], ...rows] = readCsv(textOf(input, 'csv'));
  return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])));
}

function text(input: unknown): unknown {
  return textOf(input, 'text').toUpperCase();
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw new ExternalApiRefusal(400, 'data.input is not JSON');
  }
}

function textOf(input: unknown, format: string): string {
  if (typeof input === 'string') return input;
  throw new ExternalApiRefusal(400, `data.input has to be text for the format ${format}`);
}

/** How many values there are in it that hold no others. */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + valuesIn(inner), 0);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
