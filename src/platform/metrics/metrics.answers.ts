import type { RouteDescription } from '../http/answers.js';

export const metricsRoute = {
  id: 'getMetrics',
  summary: 'Metrics for Prometheus',
  answers: { 200: { description: 'All metrics.', contentType: 'text/plain' } },
} satisfies RouteDescription;
