import type { FactoryProvider } from '@nestjs/common';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';

/** The environment variables that Hookline runs on: the process's own, or what a test or a product hands in. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Nest token of the {@link Environment}. */
export const ENVIRONMENT = Symbol('ENVIRONMENT');

const sections = new Set<ConfigSection<unknown>>();

/**
 * The variables of one part of the house and their typed form. Made by {@link defineConfig}, injected by its `token`.
 */
export class ConfigSection<Config> {
  readonly token: symbol;
  /** The variables that it reads, but for those whose names are themselves configured (`WEBHOOK_SOURCES`). */
  readonly variables: readonly string[];

  constructor(
    name: string,
    private readonly schema: z.ZodType<Config>,
    variables: readonly string[],
  ) {
    this.token = Symbol(`${name}Config`);
    this.variables = [...namesIn(schema), ...variables];
  }

  /** @throws ConfigurationError with every problem of this section. */
  read(environment: Environment): Config {
    const result = this.schema.safeParse(withoutEmpty(environment));
    if (result.success) return result.data;
    throw new ConfigurationError(
      result.error.issues.map(({ path, message }) =>
        path.length ? `${path.join('.')}: ${message}` : message,
      ),
    );
  }

  /** The Nest provider of this section's config. */
  provider(): FactoryProvider<Config> {
    return {
      provide: this.token,
      useFactory: (environment: Environment) => this.read(environment),
      inject: [ENVIRONMENT],
    };
  }
}

/**
 * Declares a section. Being declared is enough to be checked by {@link checkEnvironment}.
 * @param variables that the schema reads and does not name, since it is no object
 */
export function defineConfig<Config>(
  name: string,
  schema: z.ZodType<Config>,
  variables: readonly string[] = [],
): ConfigSection<Config> {
  const section = new ConfigSection(name, schema, variables);
  sections.add(section);
  return section;
}

/** Every section of the modules that are loaded, in the order in which they were declared. */
export function declaredSections(): readonly ConfigSection<unknown>[] {
  return [...sections];
}

/**
 * Checks the variables of every declared section.
 * @throws ConfigurationError with all problems of all sections at once.
 */
export function checkEnvironment(environment: Environment): void {
  const problems = new Set<string>();
  for (const section of sections) {
    try {
      section.read(environment);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      for (const problem of error.problems) problems.add(problem);
    }
  }
  if (problems.size) throw new ConfigurationError([...problems]);
}

function namesIn(schema: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  return schema instanceof z.ZodPipe ? namesIn(schema.in) : [];
}

/** `PORT=` in an `.env` file or a compose file means "not set". */
function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}
