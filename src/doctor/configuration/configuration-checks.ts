import { fail, ok, warn, type Finding } from '../finding.js';
import { misspeltVariables } from './misspelt-variables.js';
import { variableOf } from './readable-environment.js';
import type { Environment } from '../../platform/config/config-section.js';

/** Every variable that is wrong or missing, and every one that is probably misspelt. */
export function configurationFindings(given: Environment, problems: readonly string[]): Finding[] {
  const wrong = problems.map((problem) => {
    const variable = variableOf(problem);
    return fail('configuration', problem.replace(/\.$/, ''), fixOf(variable, given));
  });
  const misspelt = misspeltVariables(given).map(({ name, meant }) =>
    warn('configuration', `${name} is read by nobody`, `Did you mean ${meant}? Rename it, or remove it.`),
  );
  const findings = [...wrong, ...misspelt];
  return findings.length > 0 ? findings : [ok('configuration', 'every variable can be read')];
}

function fixOf(variable: string, given: Environment): string {
  return given[variable]?.trim() ? `Correct ${variable}.` : `Set ${variable} in the environment, or in .env.`;
}
