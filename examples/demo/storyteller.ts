import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';

const LOOK_EVERY_MS = 40;

/** The widest name of who does something, and the widest telling of what, in characters. */
const WIDTHS = { who: 15, what: 54 };

/** Tells what happens, when it truly has, in one line each. */
export class Storyteller {
  private readonly missed: string[] = [];
  private beganAt = performance.now();

  /**
   * @param print takes a line, or several
   * @param withinMs how long after a chapter's begin everything in it has to have happened
   */
  constructor(
    private readonly print: (line: string) => void,
    private readonly withinMs = 60_000,
  ) {}

  /** What did not happen in time. */
  get missing(): readonly string[] {
    return this.missed;
  }

  /** Times count from here. */
  chapter(title: string): void {
    this.beganAt = performance.now();
    this.print(`\n${styled('bold', title)}`);
  }

  /**
   * Waits until something has happened, and tells it.
   * @param look gives the id of what came of it, and `undefined` as long as nothing has
   */
  async happens(who: string, what: string, look: () => Promise<string | undefined>): Promise<void> {
    const deadline = this.beganAt + this.withinMs;
    for (;;) {
      const { id, error } = await attempt(look);
      if (id !== undefined) return this.tell(who, what, id);
      if (performance.now() > deadline) {
        this.missed.push(`${who}: ${what}${error === undefined ? '' : ` (${error})`}`);
        return;
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  private tell(who: string, what: string, id: string): void {
    const seconds = ((performance.now() - this.beganAt) / 1_000).toFixed(2).padStart(6);
    const told = `${who.padEnd(WIDTHS.who)}  ${what.padEnd(WIDTHS.what)}`;
    this.print(`${styled('dim', `${seconds} s`)}  ${told}  ${styled('dim', shortened(id))}`);
  }
}

/** Colour where a person looks on, and nowhere else. */
export function styled(format: 'bold' | 'dim', text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

async function attempt(
  look: () => Promise<string | undefined>,
): Promise<{ id?: string | undefined; error?: string }> {
  try {
    return { id: await look() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function shortened(id: string): string {
  return id.length > 14 ? `${id.slice(0, 7)}…${id.slice(-5)}` : id;
}
