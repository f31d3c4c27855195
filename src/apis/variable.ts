import type { Environment } from '../platform/config/config-section.js';

/** A value that an operator gives by an environment variable: a secret never stands in a description. */
export interface Variable {
  readonly variable: string;
}

/** @throws TypeError for what is no name of a variable */
export function variable(name: string): Variable {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
    throw new TypeError(`${name} cannot be the name of an environment variable. Write it like ACME_TOKEN.`);
  }
  return { variable: name };
}

/** What a variable is set to; `undefined` when it is not, or is empty. */
export function readVariable(environment: Environment, { variable: name }: Variable): string | undefined {
  return environment[name]?.trim() || undefined;
}
