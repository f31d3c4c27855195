import { z } from 'zod';
import type { OAuthApp } from '../../../contracts/connections.js';
import { defineConfig, type Environment } from '../../../platform/config/config-section.js';
import { list } from '../../../platform/config/values.js';
import { oauthClient } from '../oauth-client.config.js';
import { oauth2Settings, oidcSettings, type OidcSettings } from './app-settings.js';
import { OAuth2App } from './oauth2-app.js';
import { OidcApp } from './oidc-app.js';

/** The apps that `OAUTH_APPS` declares, by name. */
export type DeclaredApps = ReadonlyMap<string, OAuthApp>;

/** `github:oauth2`: the name in `/connect/github`, and whether its server speaks OpenID Connect. */
const DECLARATION = /^(?<name>[a-z][a-z0-9-]{0,62}):(?<protocol>oauth2|oidc)$/;

const schema = z.record(z.string(), z.string().optional()).transform((environment, context): DeclaredApps => {
  const apps = new Map<string, OAuthApp>();
  const names = new Set<string>();
  const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['OAUTH_APPS'], message });
  for (const entry of list().parse(environment['OAUTH_APPS'])) {
    const { name, protocol } = DECLARATION.exec(entry)?.groups ?? {};
    if (!name) {
      refuse(`"${entry}" must be NAME:oidc or NAME:oauth2, with a name of a-z, 0-9 and -, such as acme:oidc`);
    } else if (names.has(name)) {
      refuse(`declares ${name} twice`);
    } else {
      names.add(name);
      const declare = protocol === 'oidc' ? oidcApp : oauth2App;
      const app = declare(name, environment, context);
      if (app) apps.set(name, app);
    }
  }
  return apps;
});

/** `OAUTH_APPS`, and the variables of every app that it declares. */
export const declaredAppsConfig = defineConfig<DeclaredApps>('declaredApps', schema, ['OAUTH_APPS']);

function oidcApp(name: string, environment: Environment, context: z.RefinementCtx): OAuthApp | undefined {
  const settings = readSettings(oidcSettings, name, environment, context);
  return settings && new OidcApp(name, prefixOf(name), settings, clientOf(name, settings, context));
}

function oauth2App(name: string, environment: Environment, context: z.RefinementCtx): OAuthApp | undefined {
  const settings = readSettings(oauth2Settings, name, environment, context);
  return settings && new OAuth2App(name, prefixOf(name), settings, clientOf(name, settings, context));
}

/** Reads `<NAME>_…`; what is wrong is told by the name of its variable. */
function readSettings<T>(
  settings: z.ZodObject & z.ZodType<T>,
  name: string,
  environment: Environment,
  context: z.RefinementCtx,
): T | undefined {
  const prefix = prefixOf(name);
  const values = Object.keys(settings.shape).map((key) => [key, environment[`${prefix}_${key}`]]);
  const result = settings.safeParse(Object.fromEntries(values));
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) {
    context.addIssue({ code: 'custom', path: [`${prefix}_${path.join('.')}`], message });
  }
  return undefined;
}

function clientOf(
  name: string,
  settings: Pick<OidcSettings, 'CLIENT_ID' | 'CLIENT_SECRET'>,
  context: z.RefinementCtx,
) {
  const prefix = prefixOf(name);
  return oauthClient(
    [`${prefix}_CLIENT_ID`, settings.CLIENT_ID],
    [`${prefix}_CLIENT_SECRET`, settings.CLIENT_SECRET],
    context,
  );
}

function prefixOf(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
