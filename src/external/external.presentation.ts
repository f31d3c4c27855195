import type { ExternalStatus, ProcessedData } from './external-request.js';

export function presentProcessed({ success, result, requestId }: ProcessedData) {
  return { success, result, request_id: requestId };
}

/** The first answer about a request that is worked on later. */
export function presentAccepted(status: ExternalStatus) {
  return { success: true, ...presentStatus(status) };
}

/** Where a request stands: the form of the status route, and of callbacks. */
export function presentStatus(status: ExternalStatus) {
  return {
    request_id: status.requestId,
    status: status.status,
    result: status.result,
    ...(status.error && { error: status.error }),
    ...(status.callback && { callback: status.callback }),
    created_at: status.createdAt,
    completed_at: status.completedAt,
  };
}
