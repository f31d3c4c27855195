import type { RouteDescription } from '../platform/http/answers.js';

export const errorsPageRoute = {
  id: 'showErrors',
  summary: 'Every error code, its cause and what to do',
  answers: { 200: { description: 'A page.', contentType: 'text/html' } },
} satisfies RouteDescription;
