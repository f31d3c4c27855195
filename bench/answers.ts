/** What a process of the bench can be asked by the one that started it, by question. */
export type Answers = Record<string, (input: never) => unknown>;

interface Question {
  id: number;
  question: string;
  input: unknown;
}

export type Answer = { id: number; value: unknown } | { id: number; error: string };

/** Said once, when a process can be asked. */
export const READY = 'ready';

/** Answers questions from now on, until the asking process ends. */
export function answer<A extends Answers>(answers: A): A {
  process.on('message', (message) => void reply(answers, message as Question));
  process.on('disconnect', () => process.exit());
  // Ctrl-C reaches every process in the terminal; the one that started us decides when we end.
  process.on('SIGINT', () => {});
  process.send?.(READY);
  return answers;
}

async function reply(answers: Answers, { id, question, input }: Question): Promise<void> {
  let answered: Answer;
  try {
    answered = { id, value: await answers[question]?.(input as never) };
  } catch (error) {
    answered = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.send?.(answered);
}

/** The processor time that this process has used, in ms, all threads included. */
export function processorTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
