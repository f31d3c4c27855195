import { z } from 'zod';
import type { ConfigSection } from '../../src/platform/config/config-section.js';
import { ConfigurationError } from '../../src/platform/config/configuration-error.js';
import { readExample, type Example } from './env-example.js';
import { generatedFrom, plain, table } from './markdown.js';

/** What the settings mean that every provider's road has (src/outbound/road-settings.ts). */
const ROAD_SETTINGS: readonly {
  ending: string;
  meaning: string;
  read: (settings: RoadSettings) => string;
}[] = [
  { ending: 'BASE_URL', meaning: 'where its API is', read: (road) => road.baseUrl },
  {
    ending: 'TIMEOUT',
    meaning: 'seconds, over all attempts of one call',
    read: (road) => `${road.timeoutMs / 1000}`,
  },
  {
    ending: 'MAX_RETRIES',
    meaning: 'how often a call is sent again after the first try',
    read: (road) => `${road.maxRetries}`,
  },
  {
    ending: 'RETRY_DELAY',
    meaning: 'seconds before the first retry at most; doubles from there',
    read: (road) => `${road.retryDelayMs / 1000}`,
  },
  {
    ending: 'RATE_LIMIT',
    meaning: 'calls a minute for each account, over all replicas',
    read: (road) => `${road.rateLimitPerMinute ?? ''}`,
  },
  {
    ending: 'MAX_CONCURRENT',
    meaning: 'calls in flight at once from one process',
    read: (road) => `${road.maxConcurrent}`,
  },
];

const roadSettings = z.object({
  baseUrl: z.string(),
  timeoutMs: z.number(),
  maxRetries: z.number(),
  retryDelayMs: z.number(),
  rateLimitPerMinute: z.number().optional(),
  maxConcurrent: z.number(),
});
type RoadSettings = z.output<typeof roadSettings>;

interface Variable {
  name: string;
  /** What values it takes, as an error would say it. */
  takes: string;
  byDefault: string;
}

/**
 * The page of all environment variables, in the order and under the headings of `.env.example`, which has the meaning of each.
 * @throws Error naming the variables that are declared and not described, or described and not declared
 */
export function configurationPage(sections: readonly ConfigSection<unknown>[], exampleText: string): string {
  const example = readExample(exampleText);
  const declared = new Map<string, Variable>();
  for (const variable of sections.flatMap((section) => variablesOf(section))) {
    // Several sections may read one variable; the one that checks it knows best.
    if (!declared.has(variable.name) || variable.takes !== 'text') declared.set(variable.name, variable);
  }
  const described = new Set(example.flatMap(({ entries }) => entries.map(({ name }) => name)));
  const undescribed = [...declared.keys()].filter((name) => !described.has(name) && !roadMeaning(name));
  if (undescribed.length) throw new Error(`.env.example does not have: ${undescribed.join(', ')}`);
  return [
    '# Configuration',
    generatedFrom('the declared variables and .env.example'),
    '',
    'Everything is set by environment variables, or by an `.env` file where the service starts. In development everything is optional;',
    'in production `DATABASE_URL`, `ENCRYPTION_KEYS` and `PUBLIC_URL` must be set. An empty value counts as not set. A wrong one stops',
    'the start, and all problems are listed at once; [`hookline doctor`](../doctor.md) finds misspelt names, too.',
    '',
    ...example.flatMap((section) => ['', `## ${section.title}`, '', ...sectionOf(section, declared)]),
  ].join('\n');
}

function sectionOf({ title, page, entries }: Example, declared: ReadonlyMap<string, Variable>): string[] {
  const listed = entries.map((entry) => ({ ...entry, variable: declared.get(entry.name) }));
  const unknown = listed.filter(
    ({ name, variable }) => !variable && !NAMED_BY_YOU.test(name) && page === undefined,
  );
  if (unknown.length)
    throw new Error(`Nothing reads these of .env.example: ${unknown.map(({ name }) => name).join(', ')}`);
  const rows = listed
    .filter(({ variable }) => variable)
    .map(({ name, meaning, variable }) => {
      const sentence = meaning || roadMeaning(name);
      if (!sentence) throw new Error(`.env.example (${title}) does not say what ${name} means.`);
      return row(name, sentence, variable);
    });
  const prefixes = new Set(entries.map(({ name }) => name.split('_')[0]));
  const others = [...declared.values()]
    .filter(
      ({ name }) =>
        !entries.some((entry) => entry.name === name) &&
        roadMeaning(name) &&
        prefixes.has(name.split('_')[0]),
    )
    .map((variable) => row(variable.name, roadMeaning(variable.name), variable));
  const named = listed.filter(({ variable }) => !variable).map(({ name }) => `\`${name}\``);
  return [
    ...(page ? [`See [${title.toLowerCase()}](../${page}).`, ''] : []),
    table(['variable', 'values', 'default', 'meaning'], [...rows, ...others]),
    ...(named.length ? ['', `And, under names that you choose: ${named.join(', ')}.`] : []),
  ];
}

/** `GITHUB_WEBHOOK_SECRETS`: its first word is an entry of `WEBHOOK_SOURCES` or `OAUTH_APPS`. */
const NAMED_BY_YOU = /^(ACME|GITHUB|CLERK)_/;

function row(name: string, meaning: string, variable: Variable | undefined): string[] {
  const byDefault = variable?.byDefault ? `\`${variable.byDefault}\`` : '';
  return [`\`${name}\``, plain(variable?.takes ?? ''), byDefault, plain(meaning)];
}

function variablesOf(section: ConfigSection<unknown>): Variable[] {
  const shape = shapeOf(Reflect.get(section, 'schema'));
  const road = roadSettings.safeParse(readOrUndefined(section));
  return section.variables.map((name) => {
    const setting = road.success
      ? ROAD_SETTINGS.find(({ ending }) => name.endsWith(`_${ending}`))
      : undefined;
    return {
      name,
      takes: valuesOf(section, name),
      byDefault: setting && road.success ? setting.read(road.data) : defaultOf(shape[name]),
    };
  });
}

function roadMeaning(name: string): string {
  return ROAD_SETTINGS.find(({ ending }) => name.endsWith(`_${ending}`))?.meaning ?? '';
}

function readOrUndefined(section: ConfigSection<unknown>): unknown {
  try {
    return section.read({});
  } catch {
    return undefined;
  }
}

/** What the section says about a value that can be of no kind. */
function valuesOf(section: ConfigSection<unknown>, name: string): string {
  try {
    section.read({ [name]: NONSENSE });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const problem = error.problems.find((each) => each.startsWith(`${name}: `)) ?? '';
    const [, options] = /: Invalid option: expected one of (.*)$/.exec(problem) ?? [];
    if (options) return options.replaceAll('"', '`').replaceAll('|', ', ');
    const [, what] = /: (?:".*" )?must (?!be set)(?:be |have )?(.*)$/.exec(problem) ?? [];
    return what ?? 'text';
  }
  return 'text';
}

const NONSENSE = '\u0000';

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  if (schema instanceof z.ZodObject) return schema.shape;
  return schema instanceof z.ZodPipe ? shapeOf(schema.in) : {};
}

function defaultOf(schema: unknown): string {
  if (schema instanceof z.ZodDefault) return String(schema.def.defaultValue);
  if (schema instanceof z.ZodPipe) return defaultOf(schema.in);
  return schema instanceof z.ZodOptional ? defaultOf(schema.unwrap()) : '';
}
