import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/**
 * An append-only file of JSON lines. A line is handed to the operating system before `append` returns, so it
 * survives a kill -9 of this process.
 */
export class Journal {
  private constructor(private readonly descriptor: number) {}

  /** Reads the lines of `path`, oldest first; none when there is no such file. */
  static read(path: string): unknown[] {
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.flatMap((line, index) => {
      if (line === '') return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch (cause) {
        // A kill in the middle of a write leaves half a last line; its request was never answered.
        if (index === lines.length - 1) return [];
        throw new Error(
          `Line ${index + 1} of the sandbox's state file ${path} is damaged. Delete the file.`,
          { cause },
        );
      }
    });
  }

  /** Replaces the content of `path` by `lines`, all or nothing, and opens it for appending. */
  static rewrite(path: string, lines: Iterable<unknown>): Journal {
    const draft = `${path}.new`;
    const descriptor = openSync(draft, 'w', 0o600);
    for (const line of lines) writeSync(descriptor, `${JSON.stringify(line)}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(draft, path);
    return new Journal(openSync(path, 'a'));
  }

  append(line: unknown): void {
    writeSync(this.descriptor, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
