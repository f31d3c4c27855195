import {
  declaredSections,
  type ConfigSection,
  type Environment,
} from '../../platform/config/config-section.js';
import { ConfigurationError } from '../../platform/config/configuration-error.js';

/** An environment, and what is wrong with it. */
export interface ReadEnvironment {
  /** One sentence for each problem of any section, beginning with its variable. */
  readonly problems: readonly string[];
  /** What is left of the environment when what cannot be read is left out: with it, everything else can be checked. */
  readonly readable: Environment;
}

/** Reads every section of the modules that are loaded, and goes on after the first problem. */
export function readEnvironment(given: Environment): ReadEnvironment {
  const problems = new Set<string>();
  let readable = given;
  for (const section of declaredSections()) {
    for (const problem of problemsOf(section, given)) problems.add(problem);
    readable = withReadable(section, readable);
  }
  return { problems: [...problems], readable };
}

/**
 * Leaves out as little as possible: the variables that are wrong; then NODE_ENV, as production asks for more than
 * development; then all of the section.
 */
function withReadable(section: ConfigSection<unknown>, environment: Environment): Environment {
  let readable = environment;
  const wrong = problemsOf(section, readable).map(variableOf);
  for (const leftOut of [[], wrong, ['NODE_ENV'], section.variables]) {
    readable = without(leftOut, readable);
    if (problemsOf(section, readable).length === 0) return readable;
  }
  return readable;
}

function problemsOf(section: ConfigSection<unknown>, environment: Environment): readonly string[] {
  try {
    section.read(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

/** The variable that a problem is about: `ENCRYPTION_KEYS.0: …` is about `ENCRYPTION_KEYS`. */
export function variableOf(problem: string): string {
  return /^[A-Z][A-Z\d_]*/.exec(problem)?.[0] ?? problem;
}

function without(names: readonly string[], environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)));
}
