import { z } from 'zod';
import { slugOf } from '../../docs/.vitepress/slug.js';
import { fieldRows, jsonSchema, type JsonSchema } from './http-fields.js';
import { generatedFrom, plain, table } from './markdown.js';

const BODY = 'Body';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const content = z
  .record(z.string(), z.looseObject({ schema: jsonSchema.optional(), example: z.unknown().optional() }))
  .optional();
const parameter = z.looseObject({
  $ref: z.string().optional(),
  name: z.string().optional(),
  in: z.string().optional(),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: jsonSchema.optional(),
});
const operation = z.looseObject({
  tags: z.array(z.string()).default([]),
  summary: z.string().default(''),
  description: z.string().default(''),
  parameters: z.array(parameter).default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ $ref: z.string().optional(), description: z.string().optional(), content }),
  ),
});
type Operation = z.output<typeof operation>;

/** As much of OpenAPI 3.1 as the pages show. */
export const openApiDocument = z.looseObject({
  info: z.looseObject({ version: z.string() }),
  tags: z.array(z.looseObject({ name: z.string(), description: z.string().default('') })),
  paths: z.record(
    z.string(),
    z.looseObject(Object.fromEntries(METHODS.map((method) => [method, operation.optional()]))),
  ),
  components: z
    .looseObject({
      schemas: z.record(z.string(), jsonSchema).default({}),
      parameters: z.record(z.string(), parameter).default({}),
    })
    .default({ schemas: {}, parameters: {} }),
});
type Document = z.output<typeof openApiDocument>;

/** The pages of the HTTP routes: one that lists all, and one for each tag, by their paths below `docs/reference/`. */
export function httpPages(document: Document): [path: string, text: string][] {
  const groups = document.tags.map((tag) => ({ ...tag, routes: routesOf(document, tag.name) }));
  const index = [
    '# HTTP routes',
    generatedFrom('openapi.json'),
    '',
    'Every route with its fields, examples and errors. [HTTP API](../../http-api.md) has what all of them share. The same as OpenAPI 3.1:',
    '`GET /openapi.json` of a running service, `npx hookline openapi`, or `openapi.json` in the package; typed, it is the',
    '[client](../../client.md).',
    ...groups.flatMap(({ name, description, routes }) => [
      '',
      `## [${name}](${fileOf(name)})`,
      '',
      plain(description),
      '',
      table(
        ['route', 'what'],
        routes.map(({ method, path, about }) => [
          `[\`${method} ${path}\`](${fileOf(name)}#${slugOf(about.summary)})`,
          plain(about.summary),
        ]),
      ),
    ]),
  ].join('\n');
  return [
    ['http/index.md', index],
    ...groups.map(({ name, description, routes }): [string, string] => [
      `http/${fileOf(name)}`,
      [
        `# ${name}`,
        generatedFrom('openapi.json'),
        '',
        plain(description),
        ...routes.flatMap((route) => routeSection(document, route)),
      ].join('\n'),
    ]),
  ];
}

interface Route {
  method: string;
  path: string;
  about: Operation;
}

function routesOf({ paths }: Document, tag: string): Route[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const about = item[method];
      return about?.tags.includes(tag) ? [{ method: method.toUpperCase(), path, about }] : [];
    }),
  );
}

function routeSection(document: Document, { method, path, about }: Route): string[] {
  const { schemas } = document.components;
  const given = about.parameters
    .map((each) => (each.$ref ? document.components.parameters[nameOf(each.$ref)] : each))
    .filter((each) => each !== undefined);
  const [body] = Object.values(about.requestBody?.content ?? {});
  const good = Object.entries(about.responses).filter(([status]) => Number(status) < 400);
  const bad = Object.entries(about.responses).filter(([status]) => Number(status) >= 400);
  return [
    '',
    `## ${plain(about.summary)}`,
    '',
    `\`${method} ${path}\``,
    '',
    plain(about.description),
    ...(given.length
      ? ['', '**Parameters**', '', fieldTable(given.map((each) => parameterRow(each, schemas)))]
      : []),
    ...(body ? bodyPart(BODY, body, schemas) : []),
    ...good.flatMap(([status, { description = '', content: answers }]) =>
      bodyPart(`Answer ${status}: ${plain(description)}`, Object.values(answers ?? {})[0], schemas),
    ),
    ...(bad.length
      ? ['', `**Errors**: ${bad.map(([status, { $ref }]) => errorsOf(status, $ref)).join('; ')}.`]
      : []),
  ];
}

function parameterRow(
  about: z.output<typeof parameter>,
  schemas: Readonly<Record<string, JsonSchema>>,
): string[] {
  const [row = []] = fieldRows({ properties: { value: about.schema ?? {} } }, schemas);
  const must = about.required ? ', required' : '';
  return [
    `\`${about.name}\``,
    `${about.in}${must}`,
    row[1] ?? '',
    plain(about.description ?? '') || (row[3] ?? ''),
  ];
}

function bodyPart(
  title: string,
  media: { schema?: JsonSchema | undefined; example?: unknown } | undefined,
  schemas: Readonly<Record<string, JsonSchema>>,
): string[] {
  if (!media) return ['', `**${title}**`];
  const rows = media.schema ? fieldRows(media.schema, schemas) : [];
  const example =
    typeof media.example === 'object' && media.example !== null
      ? JSON.stringify(media.example, null, 2)
      : undefined;
  return [
    '',
    `**${title}**`,
    ...(rows.length ? ['', fieldsOf(title, rows)] : []),
    ...(example ? ['', '```json', example, '```'] : []),
  ];
}

/** Whether a field is required is for who sends it. */
function fieldsOf(title: string, rows: readonly (readonly string[])[]): string {
  if (title === BODY) return table(['field', 'type', '', 'meaning'], rows);
  return table(
    ['field', 'type', 'meaning'],
    rows.map(([field = '', type = '', , meaning = '']) => [field, type, meaning]),
  );
}

function fieldTable(rows: readonly (readonly string[])[]): string {
  return table(['name', 'in', 'type', 'meaning'], rows);
}

/** The components of errors are named for the codes that they stand for. */
function errorsOf(status: string, ref: string | undefined): string {
  const codes = ref ? nameOf(ref).split('.') : [];
  const links = codes.map((code) => `[\`${code}\`](../errors.md#${slugOf(code)})`);
  return `${status} ${links.join(', ')}`;
}

function nameOf(ref: string): string {
  return ref.split('/').at(-1) ?? '';
}

function fileOf(tag: string): string {
  return `${slugOf(tag)}.md`;
}
