/** The `webRequest` events that are listened to, by their names in the API. */
export type WebRequestEvent =
  | 'onBeforeRequest'
  | 'onSendHeaders'
  | 'onHeadersReceived'
  | 'onBeforeRedirect'
  | 'onResponseStarted'
  | 'onCompleted'
  | 'onErrorOccurred';

/**
 * What the events tell, as far as it is of use: the fields of Chrome's and Firefox's `details`, each there or
 * not by event and browser. Neither tells a connection, a port or a certificate.
 */
export interface WebRequestDetails {
  /** One for a request and all its redirects, unique in one session of the browser. */
  readonly requestId: string;
  readonly url: string;
  readonly method: string;
  /** Epoch milliseconds. */
  readonly timeStamp: number;
  readonly type?: string | undefined;
  /** Chrome: the origin that asked, or the word `null` for an opaque one. */
  readonly initiator?: string | undefined;
  /** Firefox: URL of the document or worker that asked. */
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
  /** Not there for a value that is not text. */
  readonly value?: string | undefined;
}
