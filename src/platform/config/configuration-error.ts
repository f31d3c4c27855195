/** The environment is wrong; `problems` has one sentence for each variable. The service exits with code 78. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(
      `Hookline cannot start, because its configuration is not right:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
  }
}
