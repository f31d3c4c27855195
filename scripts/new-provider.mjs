/*
 * npm run new:provider -- NAME FACET…
 *
 * Writes a new provider that compiles, with its specs and its sandbox, and fails exactly where thought is needed. See
 * docs/adding-a-provider.md.
 */
import { fileURLToPath } from 'node:url';
import { FACETS } from './new-provider/plan.mjs';
import { Refusal, writeProvider } from './new-provider/write-provider.mjs';

const USAGE = `Usage: npm run new:provider -- NAME FACET…

NAME    what the provider is called in folders, addresses and variables: acme, google-calendar
FACET   what it offers, one or several of: ${Object.keys(FACETS).join(', ')}

npm run new:provider -- acme payments webhooks connect
`;

/** As in sysexits.h: the command was used wrongly. */
const EX_USAGE = 64;

const parameters = process.argv.slice(2);
if (parameters.some((parameter) => parameter === '--help' || parameter === '-h')) {
  process.stdout.write(USAGE);
} else {
  try {
    const { name, facets } = read(parameters);
    report(name, await writeProvider(fileURLToPath(new URL('..', import.meta.url)), name, facets));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EX_USAGE;
  }
}

/** The name, and the facets in the order of {@link FACETS}. @throws Refusal */
function read([name, ...wishes]) {
  if (name === undefined) throw new Refusal(`Give the provider a name.\n\n${USAGE}`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40) {
    throw new Refusal(
      `${JSON.stringify(name)} is no name: use lower-case words with hyphens, such as google-calendar.`,
    );
  }
  if (wishes.length === 0) throw new Refusal(`Say what ${name} offers.\n\n${USAGE}`);
  const known = Object.keys(FACETS);
  const unknown = wishes.find((wish) => !known.includes(wish));
  if (unknown !== undefined) {
    throw new Refusal(`${JSON.stringify(unknown)} is no facet. There are ${known.join(', ')}.`);
  }
  return { name, facets: new Set(known.filter((facet) => wishes.includes(facet))) };
}

function report(name, { files, places }) {
  const steps = places.map(
    ({ file, what }, index) => `${String(index + 1).padStart(3)}. ${file}\n     ${what}`,
  );
  process.stdout.write(`Written or changed:
${files.map((file) => `  ${file}`).join('\n')}

It compiles. Its specs fail where you have something to look up and to write; in this order:
${steps.join('\n')}

See docs/adding-a-provider.md, and run: npm test -- src/providers/${name} src/sandbox/${name}
`);
}
