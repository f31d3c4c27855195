/*
 * node scripts/bundle-service.mjs [FOLDER]
 *
 * Writes the service with all packages that it uses to a folder (`service`), a few dozen files instead of 3,500: it is ready in half the
 * time, takes less memory, and an image needs next to nothing of `node_modules`.
 */
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = resolve(process.argv[2] ?? join(root, 'service'));

/** What a licence has to go along with is in the bundle; so is the licence. */
const LICENCES = 'LICENCES.txt';

/** What Nest looks for in case it is there, and what is found by its place among the packages. */
const NOT_BUNDLED = [
  /^@nestjs\/(microservices|websockets)/,
  /^class-(transformer|validator)/,
  /^pg-native$/,
  /\.node$/,
];

const bundle = await rolldown({
  cwd: root,
  input: { main: 'src/main.ts' },
  platform: 'node',
  tsconfig: true,
  external: NOT_BUNDLED,
  plugins: [queryCompilerAsFile()],
  logLevel: 'silent',
});
const { output } = await bundle.generate({
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  keepNames: true,
  comments: { legal: true, annotation: false, jsdoc: false },
});
await bundle.close();
await rm(folder, { recursive: true, force: true });
await mkdir(folder);
for (const file of output) {
  await writeFile(join(folder, file.fileName), file.type === 'chunk' ? oneByteText(file) : file.source);
}

await writeFile(join(folder, LICENCES), await licences(output));

/** The licence of each package that something was taken from. */
async function licences(files) {
  const modules = files.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  const packages = new Map();
  for (const id of modules.filter((module) => module.includes('node_modules') && !module.startsWith('\0'))) {
    const [path] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? [];
    if (path) packages.set(path.replace(/^.*node_modules\//, ''), path);
  }
  const texts = [...packages]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(async ([name, path]) => {
      const { version, license } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
      const found = (await readdir(path)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
      const text = found ? await readFile(join(path, found), 'utf8') : '';
      return `${name} ${version}: ${license}\n\n${text.trim()}\n`;
    });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(100)}\n\n`);
}

/**
 * Prisma carries its query compiler as base64 within a module, whose text and value (9 MB) stay in memory for ever. Here it
 * is a file beside the bundle, read once.
 */
function queryCompilerAsFile() {
  const file = 'query_compiler.wasm';
  return {
    name: 'query-compiler-as-file',
    load: {
      filter: { id: /query_compiler_\w+\.postgresql\.wasm-base64/ },
      async handler(id) {
        const { wasm } = await import(id);
        this.emitFile({ type: 'asset', fileName: file, source: Buffer.from(wasm, 'base64') });
        // What Prisma does with the value is Buffer.from(value, 'base64'), which asks an object for its value.
        return `import { readFileSync } from 'node:fs';
          export const wasm = { valueOf: () => readFileSync(new URL('./${file}', import.meta.url)) };`;
      },
    },
  };
}

/**
 * V8 keeps the text of a file as long as the process lives, and Node gives it two bytes for each of its characters as soon as a
 * single one is beyond ASCII. Those stand in texts and patterns only, where an escape means the same.
 */
function oneByteText({ code, fileName }) {
  const escaped = /(?<!\\)(?:\\\\)*\\[^\0-\x7f]/.exec(code);
  if (escaped) throw new Error(`${fileName}: ${escaped[0]} has a backslash before it already.`);
  return code.replaceAll(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
