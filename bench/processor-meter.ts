import { cpus } from 'node:os';
import { machineTimeMs } from './machine.js';
import { processorTimeMs } from './answers.js';

/** Tells the processor time, in ms, that a part of the bench has used since it began. */
export type ProcessorClock = () => number | Promise<number>;

export interface Usage<Part extends string> {
  /** By part, in ms. */
  usedMs: Record<Part, number>;
  /** What programs that are none of the parts took of the whole machine, in percent. `NaN` if a part is unknown. */
  elsewherePercent: number;
}

/** Measures who uses the processors while something runs. */
export class ProcessorMeter<Part extends string> {
  constructor(private readonly clocks: Readonly<Record<Part, ProcessorClock>>) {}

  async during<T>(work: () => Promise<T>): Promise<Usage<Part> & { result: T }> {
    const before = await this.read();
    const result = await work();
    const after = await this.read();
    const usedMs = Object.fromEntries(
      this.parts().map((part) => [part, after.partsMs[part] - before.partsMs[part]]),
    ) as Record<Part, number>;
    const oursMs = this.parts().reduce((sum, part) => sum + usedMs[part], after.benchMs - before.benchMs);
    const elsewhereMs = Math.max(0, after.machineMs - before.machineMs - oursMs);
    const availableMs = (after.atMs - before.atMs) * cpus().length;
    return { result, usedMs, elsewherePercent: (100 * elsewhereMs) / availableMs };
  }

  private async read() {
    const partsMs = Object.fromEntries(
      await Promise.all(this.parts().map(async (part) => [part, await this.clocks[part]()] as const)),
    ) as Record<Part, number>;
    return { partsMs, benchMs: processorTimeMs(), machineMs: machineTimeMs(), atMs: performance.now() };
  }

  private parts(): Part[] {
    return Object.keys(this.clocks) as Part[];
  }
}
