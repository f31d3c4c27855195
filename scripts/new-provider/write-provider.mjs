import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import mustache from 'mustache';
import { format, resolveConfig } from 'prettier';
import { filesOf, viewOf } from './plan.mjs';
import { REGISTRATIONS } from './registration.mjs';

const templates = new URL('templates/', import.meta.url);

/** A sentence that says what to look up at the provider and where to write it; in text or within quotes. */
const PLACE = /Write here, ([^\s:]+): (.+?)(?:'[,;]?$|$)/gm;

/** What cannot be done as it was asked for. */
export class Refusal extends Error {}

/**
 * Writes a provider into the project at `root`, all or nothing: its room, its sandbox, its page, and the lines by which
 * the house knows of it.
 * @returns the files that are new or changed, and the places that want thought, in the order to do them
 * @throws Refusal when a file of it is there already
 */
export async function writeProvider(root, name, facets) {
  const view = viewOf(name, facets);
  const part = await partsFor(view);
  const files = filesOf(view, facets).map(({ template, file }) => ({ file, text: part(template) }));
  for (const taken of [view.room, view.sandbox, `docs/providers/${name}.md`]) {
    if (await exists(join(root, taken))) throw new Refusal(`${taken} is there already. Choose another name.`);
  }
  const registered = await Promise.all(
    REGISTRATIONS.map(async ({ file, edit }) => ({
      file,
      text: edit(await readFile(join(root, file), 'utf8'), view, part),
    })),
  );
  const written = await Promise.all([...files, ...registered].map((each) => formatted(root, each)));
  for (const { file, text } of written) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return { files: written.map(({ file }) => file), places: files.flatMap(({ text }) => placesIn(text)) };
}

/** Renders templates, of which nothing is HTML. */
async function partsFor(view) {
  const names = [
    ...filesOf(view, everyFacetOf(view)).map(({ template }) => template),
    'sandbox/start.ts.mustache',
    'docs/env.mustache',
  ];
  const texts = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, templates), 'utf8')])),
  );
  return (name) => mustache.render(texts.get(name), view, {}, { escape: String });
}

function everyFacetOf(view) {
  return new Set(Object.keys(view).filter((key) => view[key] === true));
}

function placesIn(text) {
  return [...text.matchAll(PLACE)].map(([, file, what]) => ({ file, what }));
}

async function formatted(root, { file, text }) {
  if (file === '.env.example') return { file, text };
  const filepath = join(root, file);
  return { file, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
