import { GoogleCalendarProvider } from '../../src/providers/google-calendar/google-calendar.calendar.js';
import { startGoogleSandbox } from '../../src/sandbox/google/google-sandbox.js';
import { startContractProxy } from '../support/contract-proxy.js';
import { startTestHookline } from '../support/hookline.js';
import { describeCalendarProvider } from './calendar-provider.behaviour.js';

/**
 * What the description says otherwise than Google does:
 * - A patch takes a field away by `null`, of whatever type the field is.
 *   https://developers.google.com/workspace/calendar/api/guides/performance#patch-semantics
 * - Errors of free/busy are `{ domain, reason }` by the discovery document. The description, which was made from that,
 *   has another schema of the same name in its place.
 */
const EXEMPT = [
  /^PATCH \S+\/events\/\{eventId\} request \/(?:location|recurrence|conferenceData|(?:start|end)\/\w+) must be /,
  /^POST \/freeBusy answer 200 \/calendars\/\S+\/errors\/\d+ must have required property 'error'/,
];

describeCalendarProvider({
  name: 'google-calendar',
  async start() {
    const sandbox = await startGoogleSandbox({ port: 0 });
    const proxy = await startContractProxy({
      target: sandbox.url,
      descriptions: [{ file: 'google-calendar/calendar-v3.openapi.json', basePath: '/calendar/v3' }],
      exempt: (fault) => EXEMPT.some((known) => known.test(fault)),
    });
    const hookline = await startTestHookline({
      environment: {
        ...sandbox.environment,
        GOOGLE_API_BASE_URL: proxy.url,
        GOOGLE_CHANNEL_TOKENS: 'a-token-of-our-own-channels',
        GOOGLE_RATE_LIMIT: '1000000',
        GOOGLE_RETRY_DELAY: '0.01',
      },
    });
    const { body: connection } = await hookline.api('POST', '/v1/connections', {
      provider: 'google-calendar',
      credentials: {
        key_file: sandbox.environment['GOOGLE_SERVICE_ACCOUNT'],
        subject: 'ada@analytical.example',
      },
    });
    return {
      asPerson: { connectionId: connection.id },
      provider: hookline.app.get(GoogleCalendarProvider, { strict: false }),
      calendarId: 'team@sandbox.example',
      otherCalendarId: 'primary',
      unknownCalendarId: 'nobody@sandbox.example',
      unknownEventId: 'e4a9b1nothing0there',
      calls: () => proxy.calls(),
      failNext: (mode) => sandbox.failNext({ mode }),
      expireSyncTokens: () => sandbox.expireSyncTokens(),
      violations: () => proxy.violations(),
      stop: async () => {
        await hookline.close();
        await proxy.close();
        await sandbox.close();
      },
    };
  },
});
