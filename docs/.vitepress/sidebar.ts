import type { DefaultTheme } from 'vitepress';

/** Every page, in the order in which a newcomer needs them. A page that is missing here fails test/docs/site.spec.ts. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  group('Begin here', {
    'quick-start': 'Quick start',
    concepts: 'Concepts',
    demo: 'The whole story',
    library: 'In your own Nest application',
    client: 'TypeScript client',
  }),
  group('What your product calls', {
    payments: 'Payments',
    notifications: 'Notifications',
    calendars: 'Calendars',
    contacts: 'Contacts',
    timeline: 'Timeline',
  }),
  group('Connected accounts', {
    connections: 'Connections',
    'generic-oauth-apps': 'Any other OAuth provider',
  }),
  group('Webhooks in', {
    webhooks: 'Webhooks',
    'webhook-operations': 'Looking after them',
    'webhook-rejections': 'Rejections',
    'webhook-reconciliation': 'Reconciliation',
    'generic-webhooks': 'Any other service',
  }),
  group('Webhooks out', { 'webhooks-out': 'Webhooks out' }),
  group('Providers', {
    'providers/stripe': 'Stripe',
    'providers/paypal': 'PayPal',
    'providers/slack': 'Slack',
    'providers/sendgrid': 'SendGrid',
    'providers/google-calendar': 'Google Calendar',
    'providers/hubspot': 'HubSpot',
    'providers/salesforce': 'Salesforce',
    'providers/external-api': 'The external API',
  }),
  group('Any other API', {
    'external-apis': 'External APIs',
    'import-spec': 'From OpenAPI',
    authentication: 'Authentication patterns',
    'api-checks': 'Checks',
    'api-notices': 'Notices',
    mounts: 'Mounts for SDKs',
    'adding-a-provider': 'Adding a provider',
  }),
  group('Calls to providers', {
    outbound: 'The road out',
    'rate-limiting': 'Rate limiting',
    'unknown-outcomes': 'Unknown outcomes',
  }),
  group('Testing', { testing: 'Testing your product', 'live-tests': 'Live tests' }),
  group('Operations', {
    doctor: 'Doctor',
    console: 'Console',
    'operations/kubernetes': 'Kubernetes',
    'operations/monitoring': 'Monitoring',
    'operations/tracing': 'Tracing',
    'operations/shutdown': 'Shutdown',
    'operations/backup-and-restore': 'Backup and restore',
    'operations/upgrades-and-migrations': 'Upgrading',
    scaling: 'Scaling',
    performance: 'Performance',
    reliability: 'Reliability',
  }),
  group('Security', {
    security: 'Threat model',
    'api-access': 'Access to the API',
    'admin-sign-in': 'Sign-in of admins',
    'encryption-keys': 'Encryption keys',
  }),
  group('Reference', {
    'reference/configuration': 'Configuration',
    'http-api': 'HTTP API',
    'reference/http/': 'HTTP routes',
    'reference/errors': 'Errors',
    'reference/command-line': 'Command line',
    'library-exports': 'Exports of the package',
    'decisions/README': 'Decisions',
  }),
];

function group(text: string, pages: Record<string, string>): DefaultTheme.SidebarItem {
  return {
    text,
    collapsed: text !== 'Begin here',
    items: Object.entries(pages).map(([page, title]) => ({ text: title, link: `/${page}` })),
  };
}
