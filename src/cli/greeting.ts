import type { DevelopmentApiKey } from './development-api-key.js';
import type { RunningService } from './runtime.js';

/** What a person reads after `npm start`: where things are, and one command that works when pasted. */
export function greeting(
  { url, sandboxes, config, signInLink }: RunningService,
  apiKey: DevelopmentApiKey,
): string {
  const lines = [
    '',
    `  Hookline is ready at ${url}`,
    '',
    `  Console     ${url}/console`,
    ...(signInLink ? [`  Sign in     ${signInLink}  (once, within the hour)`] : []),
    `  Health      ${url}/health`,
    ...sandboxLines(sandboxes),
    `  Database    ${config.databaseUrl?.includes('@127.0.0.1') ? 'PostgreSQL on this machine' : 'as set'}, data in ${config.dataDir}`,
    apiKey.created
      ? `  API key     ${apiKey.created}  (shown this once; kept in ${apiKey.file})`
      : `  API key     kept in ${apiKey.file}`,
    '',
    '  Take a payment:',
    '',
    `  curl -s ${url}/v1/payments \\`,
    `    -H "Authorization: Bearer $(cat '${apiKey.file}')" \\`,
    `    -H "Idempotency-Key: order-$(date +%s)" \\`,
    `    -H "Content-Type: application/json" \\`,
    `    -d '{"amount": 1999, "currency": "EUR", "payment_method": "pm_card_visa"}'`,
    '',
    '  Tell somebody, by chat or e-mail (see it on the stand-in’s own page):',
    '',
    `  curl -s ${url}/v1/notifications \\`,
    `    -H "Authorization: Bearer $(cat '${apiKey.file}')" \\`,
    `    -H "Content-Type: application/json" \\`,
    `    -d '{"to": "#general", "text": "Hello from Hookline"}'`,
    '',
    '  The whole story, with seven providers: npm run demo',
    '  Webhooks to your own customers: “Tell your customers” in README.md',
    '',
    '  Stop with Ctrl-C.',
    '',
    '',
  ];
  return lines.join('\n');
}

/** One line for each stand-in. */
function sandboxLines(sandboxes: Readonly<Record<string, string>>): string[] {
  return Object.entries(sandboxes).map(([provider, address], index) =>
    index
      ? `              ${address}  ${provider}`
      : `  Sandbox     ${address}  ${provider}: a stand-in, no real money`,
  );
}
