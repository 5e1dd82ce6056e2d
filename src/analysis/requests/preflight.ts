import type { RequestRecord } from '../../model/capture.ts';
import { fieldValue } from '../../model/header-fields.ts';

/** Whether a request is a CORS preflight, which browsers send without credentials (Fetch, CORS-preflight fetch). */
export function isPreflight({ method, resourceType, requestHeaders }: RequestRecord): boolean {
  if (method !== 'OPTIONS') return false;
  return (
    resourceType === 'preflight' || fieldValue(requestHeaders ?? [], 'access-control-request-method') !== null
  );
}
