/** Steps of a transaction, logged as `status=4b0005` (nsISocketTransport.idl, nsITransport.idl: NS_NET_STATUS_…). */
export const STEP = {
  resolving: '4b0003',
  resolved: '4b000b',
  connecting: '4b0007',
  connected: '4b0004',
  tlsStarting: '4b000c',
  tlsEnded: '4b000d',
  sending: '4b0005',
  waiting: '4b000a',
  receiving: '4b0006',
} as const;

/** Network errors by code (xpcom/base/ErrorList.py, module NETWORK = 0x4b). */
const ERRORS: Readonly<Record<string, string>> = {
  '804b0002': 'NS_BINDING_ABORTED',
  '804b0003': 'NS_BINDING_REDIRECTED',
  '804b0004': 'NS_BINDING_RETARGETED',
  '804b000c': 'NS_ERROR_NOT_CONNECTED',
  '804b000d': 'NS_ERROR_CONNECTION_REFUSED',
  '804b000e': 'NS_ERROR_NET_TIMEOUT',
  '804b0010': 'NS_ERROR_OFFLINE',
  '804b0014': 'NS_ERROR_NET_RESET',
  '804b001e': 'NS_ERROR_UNKNOWN_HOST',
  '804b0047': 'NS_ERROR_NET_INTERRUPT',
  '804b0048': 'NS_ERROR_PROXY_CONNECTION_REFUSED',
  '804b004c': 'NS_ERROR_NET_PARTIAL_TRANSFER',
  '804b0052': 'NS_ERROR_NET_INADEQUATE_SECURITY',
  '804b0053': 'NS_ERROR_NET_HTTP2_SENT_GOAWAY',
  '80004004': 'NS_ERROR_ABORT',
  '80004005': 'NS_ERROR_FAILURE',
};

/** The name of the error, or its code if it is not listed here; null for success. */
export function errorName(code: string): string | null {
  const digits = code.toLowerCase().replace(/^0x/, '');
  if (/^0*$/.test(digits)) return null;
  return ERRORS[digits] ?? `0x${digits}`;
}
