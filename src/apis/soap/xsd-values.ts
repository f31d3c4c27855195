/** A value as it stands. */
const text = (value: string): string => value;

/** What is no number stays text, for the schema of the answer to refuse. */
const number = (value: string): number | string => (Number.isFinite(Number(value)) ? Number(value) : value);

const boolean = (value: string): boolean | string => BOOLEANS[value] ?? value;

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

/**
 * What values of XSD types become, as JSON would have them: numbers and booleans as such, all else text. So are dates,
 * which may have no time zone, and numbers that JavaScript cannot hold without loss: node-soap alone would round them.
 */
export const XSD_VALUES: Readonly<Record<string, (value: string) => unknown>> = {
  boolean,
  bool: boolean,
  int: number,
  short: number,
  float: number,
  double: number,
  long: text,
  integer: text,
  decimal: text,
  date: text,
  dateTime: text,
};
