/** Where the house learns of a provider: a line for its module, its sandbox and its page, and a section of variables. */

/** The files of the project that a new provider changes, and how. `part` renders a template. */
export const REGISTRATIONS = [
  {
    file: 'src/app.module.ts',
    edit: (text, { name, Name }) =>
      before(
        withImport(
          text,
          `import { ${Name}Module } from './providers/${name}/${name}.module.js';`,
          './providers/',
        ),
        /^ +WebhooksModule,$/m,
        `${Name}Module,\n`,
      ),
  },
  {
    file: 'src/sandbox/sandboxes.ts',
    edit: (text, view, part) => {
      const { name, Name, NAME } = view;
      const credentials = view.api ? [`${NAME}_API_KEY`] : [`${NAME}_WEBHOOK_SECRETS`];
      if (view.connect) credentials.push(`${NAME}_CLIENT_ID`, `${NAME}_CLIENT_SECRET`);
      const list = credentials.map((variable) => `'${variable}'`).join(', ');
      const entry = `  { provider: '${name}', credentials: [${list}], start: start${Name} },\n`;
      const line = `import { start${Name}Sandbox } from './${name}/${name}-sandbox.js';`;
      const listed = before(withImport(text, line, './'), /^\];$/m, entry);
      return before(listed, /^\/\*\* A list of the environment/m, part('sandbox/start.ts.mustache'));
    },
  },
  {
    file: 'docs/.vitepress/sidebar.ts',
    edit: (text, { name, title }) =>
      before(text, /^ +'providers\/external-api':/m, `'providers/${name}': '${title}',\n`),
  },
  {
    file: '.env.example',
    edit: (text, _view, part) =>
      before(text, /^# --- Accounts of any other service/m, part('docs/env.mustache')),
  },
];

/** Puts an import where the alphabet has it among those from `folder`. */
function withImport(text, line, folder) {
  const lines = text.split('\n');
  const pathOf = (each) => /^import .* from '(.*)';$/.exec(each)?.[1] ?? '';
  const among = lines.flatMap((each, index) => (pathOf(each).startsWith(folder) ? [index] : []));
  const next = among.find((index) => pathOf(lines[index]) > pathOf(line)) ?? (among.at(-1) ?? -1) + 1;
  return lines.toSpliced(next, 0, line).join('\n');
}

/** @throws Error when the place is not there */
function before(text, place, insertion) {
  const at = text.search(place);
  if (at < 0) throw new Error(`There is no line ${place} to put this before:\n${insertion}`);
  return text.slice(0, at) + insertion + text.slice(at);
}
