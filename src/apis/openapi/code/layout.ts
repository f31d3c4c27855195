/** Code that is not laid out yet: where it breaks depends on what fits into a line (Wadler, "A prettier printer"). */
export type Layout = string | Composite | Break;

interface Composite {
  readonly kind: 'sequence' | 'indented' | 'group';
  readonly parts: readonly Layout[];
  /** There is a break in it that cannot be left out. */
  readonly breaks: boolean;
}

/** A place where a line may end: what stands there in a line that does not, and in one that does. */
interface Break {
  readonly kind: 'break';
  readonly flat: string;
  readonly broken: string;
  readonly newLine: boolean;
  readonly always: boolean;
}

/** A space, or a new line. */
export const LINE: Break = { kind: 'break', flat: ' ', broken: '', newLine: true, always: false };
/** Nothing, or a new line. */
export const SOFT_LINE: Break = { ...LINE, flat: '' };
/** A new line in any case; what it stands in breaks, too. */
export const HARD_LINE: Break = { ...LINE, always: true };
/** Only before the end of what is broken. */
export const TRAILING_COMMA: Break = { ...SOFT_LINE, broken: ',', newLine: false };

export function sequence(...parts: Layout[]): Layout {
  return composite('sequence', parts);
}

export function indented(...parts: Layout[]): Layout {
  return composite('indented', parts);
}

/** Stands in one line if it fits; else each of its own breaks is a new line. */
export function group(...parts: Layout[]): Layout {
  return composite('group', parts);
}

export function joined(parts: readonly Layout[], separator: Layout): Layout {
  return sequence(...parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
}

/** Whether it is on several lines whatever the width. */
function breaks(layout: Layout): boolean {
  return typeof layout !== 'string' && (layout.kind === 'break' ? layout.always : layout.breaks);
}

function composite(kind: Composite['kind'], parts: readonly Layout[]): Composite {
  return { kind, parts, breaks: parts.some(breaks) };
}

/** In characters. */
export const LINE_WIDTH = 110;
const STEP = 2;

interface Task {
  readonly layout: Layout;
  readonly indent: number;
  readonly flat: boolean;
}

/** Lays code out in lines of at most 110 characters, where it can. */
export function layOut(layout: Layout): string {
  const tasks: Task[] = [{ layout, indent: 0, flat: false }];
  const lines: string[] = [];
  let line = '';
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    const { indent, flat } = task;
    const current = task.layout;
    if (typeof current === 'string') {
      line += current;
    } else if (current.kind !== 'break') {
      const fitsHere = () =>
        !current.breaks && fits({ ...task, flat: true }, tasks, LINE_WIDTH - line.length);
      tasks.push(...inner(task, flat || (current.kind === 'group' && fitsHere())));
    } else if (flat && !current.always) {
      line += current.flat;
    } else if (current.newLine) {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent);
    } else {
      line += current.broken;
    }
  }
  return [...lines, line].join('\n');
}

/** What is in a composite, the first part on top. */
function inner({ layout, indent }: Task, flat: boolean): Task[] {
  if (typeof layout === 'string' || layout.kind === 'break') return [];
  const within = layout.kind === 'indented' ? indent + STEP : indent;
  return layout.parts.map((part) => ({ layout: part, indent: within, flat })).toReversed();
}

/** Whether a task, and what follows it up to the next break, is no wider than `space`. */
function fits(first: Task, following: readonly Task[], space: number): boolean {
  const tasks = [first];
  let left = space;
  let next = following.length;
  while (left >= 0) {
    const task = tasks.pop() ?? following[(next -= 1)];
    if (!task) return true;
    const { layout, flat } = task;
    if (typeof layout === 'string') left -= layout.length;
    else if (layout.kind !== 'break') tasks.push(...inner(task, flat && !layout.breaks));
    else if (flat) left -= layout.flat.length;
    else if (layout.newLine) return true;
  }
  return false;
}
