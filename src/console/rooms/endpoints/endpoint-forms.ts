import { z } from 'zod';

/** How far back a replay or a recovery goes, in hours. */
export const SPANS = [
  ['1', 'of the last hour'],
  ['24', 'of the last 24 hours'],
  ['168', 'of the last 7 days'],
  ['720', 'of the last 30 days'],
] as const;

/** How long a portal link works, in seconds. */
export const LINK_TIMES = [
  ['3600', 'an hour'],
  ['86400', 'a day'],
  ['604800', 'a week'],
] as const;

/** One of the choices of a select, as the number that it stands for. */
const chosen = (choices: readonly (readonly [value: string, label: string])[]) =>
  z
    .enum(
      choices.map(([value]) => value),
      { error: 'must be one of the choices' },
    )
    .transform(Number);

/** From when on; and where to go on, when not all was done before. */
export const spanForm = z.object({ hours: chosen(SPANS), after: z.uuid().optional() });
export type SpanForm = z.output<typeof spanForm>;

export const linkForm = z.object({ seconds: chosen(LINK_TIMES) });
export type LinkForm = z.output<typeof linkForm>;

/** A type of the catalogue; none for Hookline's own sample. */
export const testForm = z.object({
  type: z
    .string()
    .max(128)
    .transform((type) => type || undefined)
    .optional(),
});
export type TestForm = z.output<typeof testForm>;

/** What each button of the state does, and what the page says then. */
export const SWITCHES = {
  pause: { changes: { paused: true }, done: 'paused' },
  resume: { changes: { paused: false }, done: 'resumed' },
  enable: { changes: { enabled: true }, done: 'enabled' },
  disable: { changes: { enabled: false }, done: 'disabled' },
} as const;

export const switchForm = z.object({ to: z.enum(['pause', 'resume', 'enable', 'disable']) });
export type SwitchForm = z.output<typeof switchForm>;
