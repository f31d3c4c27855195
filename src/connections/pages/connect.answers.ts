import type { RouteDescription } from '../../platform/http/answers.js';

/** What the pages answer on which accounts are connected. */

const page = { description: 'A page.', contentType: 'text/html' };

export const connectRoutes = {
  callback: {
    id: 'completeConnect',
    summary: 'Where a provider sends the browser back',
    description:
      'For browsers. Takes the answer of the OAuth authorization request (`state`, `code` or `error`).',
    answers: { 303: { description: 'The account is connected: on to where its owner came from.' } },
  },
  connected: {
    id: 'showConnected',
    summary: 'The page that says that an account is connected',
    description: 'For browsers.',
    parameters: { provider: 'hubspot' },
    answers: { 200: page },
  },
  open: {
    id: 'openConnectLink',
    summary: 'The page of a connect link',
    description: 'For browsers: it says what is asked for, and has a button or a form.',
    parameters: { provider: 'hubspot', link: 'hlc_example' },
    answers: { 200: page, 303: { description: 'Without a link: on to the console.' } },
  },
  connect: {
    id: 'submitConnectForm',
    summary: 'Sends the form of that page',
    description: 'For browsers.',
    parameters: { provider: 'hubspot' },
    body: { link: 'hlc_example' },
    answers: {
      200: { ...page, description: 'A page that leads on to the provider.' },
      303: { description: 'The account is connected: on to where its owner came from.' },
      422: { ...page, description: 'The form again, with what is wrong.' },
    },
  },
} satisfies Record<string, RouteDescription>;
