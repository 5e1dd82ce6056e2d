/** The names of the `webRequest` events that are used. */
export type WebRequestEvent =
  | 'onBeforeRequest'
  | 'onSendHeaders'
  | 'onHeadersReceived'
  | 'onBeforeRedirect'
  | 'onResponseStarted'
  | 'onCompleted'
  | 'onErrorOccurred';

/**
 * The useful fields of Chrome's and Firefox's `details`; which of them are present depends on the event and the browser.
 * Neither browser reports a connection, a port or a certificate.
 */
export interface WebRequestDetails {
  /** The same for a request and all its redirects; unique in one session of the browser. */
  readonly requestId: string;
  readonly url: string;
  readonly method: string;
  /** Epoch milliseconds. */
  readonly timeStamp: number;
  readonly type?: string | undefined;
  /** Chrome: the origin that made the request, or the word `null` for an opaque one. */
  readonly initiator?: string | undefined;
  /** Firefox: URL of the document or worker that made the request. */
  readonly originUrl?: string | undefined;
  readonly statusCode?: number | undefined;
  /** Firefox: `HTTP/2.0 200 `. Chrome writes `HTTP/1.1` for every protocol. */
  readonly statusLine?: string | undefined;
  readonly ip?: string | null | undefined;
  readonly fromCache?: boolean | undefined;
  /** Firefox: set when a proxy carries the request; the address is then the proxy's. */
  readonly proxyInfo?: object | null | undefined;
  readonly redirectUrl?: string | undefined;
  readonly error?: string | undefined;
  readonly requestHeaders?: readonly WebRequestHeader[] | undefined;
  readonly responseHeaders?: readonly WebRequestHeader[] | undefined;
}

export interface WebRequestHeader {
  readonly name: string;
  /** Missing for a value that is not text. */
  readonly value?: string | undefined;
}
