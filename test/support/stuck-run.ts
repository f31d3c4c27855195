import type { TestModule, Reporter } from 'vitest/node';

const MINUTE_MS = 60_000;

/** No test takes that long; in the long form of the fault tests, some do. */
const PATIENCE_MS = (process.env['TEST_FAULTS'] === 'long' ? 60 : 10) * MINUTE_MS;

/**
 * Ends a run in which nothing ends any more, and says where it stood. Vitest waits without limit for a worker that does not
 * report back, and no timeout of a test can stop one whose event loop is blocked.
 */
export class StuckRun implements Reporter {
  private readonly begun = new Map<string, TestModule>();
  private timer: NodeJS.Timeout | undefined;

  onTestRunStart(): void {
    this.moved();
  }

  onTestModuleQueued(module: TestModule): void {
    this.begun.set(module.id, module);
    this.moved();
  }

  onTestCaseResult(): void {
    this.moved();
  }

  onTestModuleEnd(module: TestModule): void {
    this.begun.delete(module.id);
    this.moved();
  }

  onTestRunEnd(): void {
    clearTimeout(this.timer);
  }

  private moved(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveUp(), PATIENCE_MS);
  }

  private giveUp(): never {
    const minutes = PATIENCE_MS / MINUTE_MS;
    process.stderr.write(`\nNo test has ended for ${minutes} minutes: this run is stuck. Not ended:\n`);
    for (const module of this.begun.values()) {
      const waiting = [...module.children.allTests('pending')].map((test) => test.fullName);
      process.stderr.write(
        `  ${module.relativeModuleId}: ${waiting.join(', ') || 'it is being loaded or torn down'}\n`,
      );
    }
    if (this.begun.size === 0) process.stderr.write('  nothing; Vitest waits for one of its own workers\n');
    process.exit(1);
  }
}
