import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Writes down which files of a run failed, for whoever may run them again. */
export class FailedFiles implements Reporter {
  /** @param path a JSON file: the paths in `files`, and the number of `strayErrors` that belong to no test */
  constructor(private readonly path: string) {}

  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[]): void {
    const files = modules
      .filter((module) => module.state() === 'failed')
      .map((module) => module.relativeModuleId);
    writeFileSync(this.path, JSON.stringify({ files, strayErrors: strayErrors.length }));
  }
}
