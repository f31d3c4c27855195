import { Command, InvalidArgumentError } from 'commander';
import type { AdminsService, ListedAdmin } from '../../platform/admins/admins.service.js';
import type { SignInLinks } from '../../platform/admins/sign-in-links.js';
import { COMMAND_LINE } from '../../platform/audit/audit-log.js';
import { print, table } from '../print.js';
import type { Runtime } from '../runtime.js';

const ROLES = ['admin', 'viewer'] as const;
type Role = (typeof ROLES)[number];

interface People {
  admins: AdminsService;
  links: SignInLinks;
}

export function adminsCommand(runtime: Runtime): Command {
  const withPeople = async <T>(work: (people: People) => Promise<T>): Promise<T> => {
    const [{ AdminsService: Admins }, { SignInLinks: Links }] = await Promise.all([
      import('../../platform/admins/admins.service.js'),
      import('../../platform/admins/sign-in-links.js'),
    ]);
    const { app, close } = await runtime.openApplication(process.env);
    try {
      const lenient = { strict: false };
      return await work({ admins: app.get(Admins, lenient), links: app.get(Links, lenient) });
    } finally {
      await close();
    }
  };
  const command = new Command('admins').description('The people who sign in to the console.');
  command
    .command('create')
    .description('Add somebody, and make the link that signs them in once.')
    .argument('<email>', 'their e-mail address', readEmail)
    .option('--role <role>', `one of: ${ROLES.join(', ')}`, readRole, 'admin' as Role)
    .option('--json', 'print JSON')
    .action(async (email: string, { role, json }: { role: Role; json?: boolean }) => {
      const made = await withPeople(async ({ admins, links }) => {
        const admin = await admins.add(email, role, COMMAND_LINE);
        return { admin, link: await links.create(admin, COMMAND_LINE) };
      });
      print(json, { ...onTheWire(made.admin), sign_in_link: made.link }, linkText(made.link));
    });
  command
    .command('list')
    .description('Show everybody, the oldest first.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const all = await withPeople(({ admins }) => admins.list());
      const rows = all.map((admin) => [
        admin.email,
        admin.role,
        admin.createdAt.toISOString(),
        admin.lastSignInAt?.toISOString() ?? '',
        admin.disabledAt?.toISOString() ?? '',
      ]);
      print(json, all.map(onTheWire), table(['E-MAIL', 'ROLE', 'CREATED', 'LAST SIGN-IN', 'DISABLED'], rows));
    });
  command
    .command('link')
    .description('Make a link that signs somebody in once, such as when their password is lost.')
    .argument('<email>', 'their e-mail address', readEmail)
    .option('--json', 'print JSON')
    .action(async (email: string, { json }: { json?: boolean }) => {
      const link = await withPeople(async ({ admins, links }) =>
        links.create(await admins.getByEmail(email), COMMAND_LINE),
      );
      print(json, { email, sign_in_link: link }, linkText(link));
    });
  command
    .command('disable')
    .description('End somebody’s access at once.')
    .argument('<email>', 'their e-mail address', readEmail)
    .option('--json', 'print JSON')
    .action(async (email: string, { json }: { json?: boolean }) => {
      await withPeople(async ({ admins }) => {
        const { id } = await admins.getByEmail(email);
        await admins.disable(id, COMMAND_LINE);
      });
      print(json, { email, disabled: true }, `Disabled ${email}.`);
    });
  return command;
}

function onTheWire({ id, email, role, createdAt, lastSignInAt, disabledAt }: ListedAdmin) {
  return {
    id,
    email,
    role,
    created_at: createdAt,
    last_sign_in_at: lastSignInAt,
    disabled_at: disabledAt,
  };
}

function linkText(link: string): string {
  return `${link}\n\nIt signs in once, and is over in 15 minutes.`;
}

function readEmail(text: string): string {
  if (/^\S+@\S+$/.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('An e-mail address, such as you@example.com.');
}

function readRole(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new InvalidArgumentError(`A role is one of: ${ROLES.join(', ')}.`);
  return role;
}
