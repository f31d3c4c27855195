import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** The folder of the project. */
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the project, as text. @param path from its folder */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Whether the project has such a file or folder. */
export function exists(path: string): boolean {
  return existsSync(join(root, path));
}

const object = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
});

/** An object as Kubernetes is given it. */
export type Manifest = z.output<typeof object>;

/** The objects of a file. */
export function objectsOf(path: string): Manifest[] {
  return parseAllDocuments(read(path)).map((document) => object.parse(document.toJS()));
}

const generator = z.strictObject({
  name: z.string(),
  behavior: z.enum(['merge']).optional(),
  envs: z.array(z.string()),
});

const kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: z.string().optional(),
  labels: z.array(z.strictObject({ pairs: z.record(z.string(), z.string()) })).default([]),
  resources: z.array(z.string()),
  images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })).default([]),
  configMapGenerator: z.array(generator).default([]),
  patches: z
    .array(
      z.strictObject({ path: z.string(), target: z.strictObject({ kind: z.string(), name: z.string() }) }),
    )
    .default([]),
});

/** What a folder of kustomize comes to, as far as these manifests use it: resources, configuration, patches. */
export interface Kustomized {
  readonly objects: Manifest[];
  /** The data of each generated ConfigMap, by its name. */
  readonly configMaps: Map<string, Record<string, string>>;
}

/** @throws Error when a file that a kustomization names is missing, or a patch has nothing to change */
export function kustomize(folder: string): Kustomized {
  const { resources, configMapGenerator, patches, images } = kustomization.parse(
    parse(read(join(folder, 'kustomization.yaml'))),
  );
  const result: Kustomized = { objects: [], configMaps: new Map() };
  for (const resource of resources) {
    if (resource.endsWith('.yaml')) result.objects.push(...objectsOf(join(folder, resource)));
    else merge(result, kustomize(join(folder, resource)));
  }
  for (const { name, behavior, envs } of configMapGenerator) {
    const data = Object.assign({}, ...envs.map((file) => variablesOf(join(folder, file))));
    if (behavior === undefined && result.configMaps.has(name)) throw new Error(`${name} is generated twice.`);
    if (behavior === 'merge' && !result.configMaps.has(name))
      throw new Error(`${name} is not there to be merged.`);
    result.configMaps.set(name, { ...result.configMaps.get(name), ...data });
  }
  for (const { path, target } of patches) {
    const patched = result.objects.find(
      ({ kind, metadata }) => kind === target.kind && metadata.name === target.name,
    );
    if (!patched) throw new Error(`${path} changes ${target.kind} ${target.name}, which is not there.`);
    for (const step of patch.parse(parse(read(join(folder, path))))) replace(patched, step);
  }
  for (const { name } of images) {
    const used = JSON.stringify(result.objects).includes(`"image":"${name}"`);
    if (!used) throw new Error(`No container has the image ${name}.`);
  }
  return result;
}

function merge(into: Kustomized, from: Kustomized): void {
  into.objects.push(...from.objects);
  for (const [name, data] of from.configMaps) into.configMaps.set(name, data);
}

/** `NAME=value` a line. */
function variablesOf(path: string): Record<string, string> {
  const lines = read(path)
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

const patch = z.array(z.strictObject({ op: z.literal('replace'), path: z.string(), value: z.unknown() }));

/** An object or a list. */
const holder = z.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null);

/** A replacement of JSON Patch, which needs something to replace. */
function replace(manifest: Manifest, { path, value }: { path: string; value?: unknown }): void {
  const names = path.split('/').slice(1);
  const last = names.pop() ?? '';
  const place = names.reduce((above, name) => holder.parse(above[name]), holder.parse(manifest));
  if (!(last in place)) throw new Error(`There is nothing at ${path} to replace.`);
  place[last] = value;
}
