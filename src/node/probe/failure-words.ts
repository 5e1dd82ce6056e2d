import { OutOfTime } from '../time-left.ts';

/** Why a connection or a request failed: a plain word about the server, and the code where there is one. */
export function failureWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof OutOfTime) return error.message;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // A stream's code, such as NGHTTP2_HTTP_1_1_REQUIRED, says more than "Stream closed with error code".
  const streamCode = /NGHTTP2_\w+/.exec(error.message)?.[0];
  if (streamCode !== undefined) return streamCode;
  return PLAIN.find(([codes]) => codes.test(code))?.[1](error.message, code) ?? error.message;
}

type Words = (message: string, code: string) => string;

/** Error codes of Node, OpenSSL and llhttp. The first that matches is used. */
const PLAIN: readonly (readonly [codes: RegExp, words: Words])[] = [
  [/^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE)$/, () => CLOSED],
  [/^ERR_HTTP2_(GOAWAY_SESSION|INVALID_SESSION|SESSION_ERROR|STREAM_CANCEL)$/, () => CLOSED],
  [/^ERR_HTTP2_/, (message) => `the server breaks the rules of HTTP/2 (${message})`],
  [/^HPE_HEADER_OVERFLOW$/, () => 'the headers of the response are larger than 16 KB'],
  // llhttp's messages begin with "Parse Error: ".
  [/^HPE_/, (message) => `the response is not HTTP/1.1 (${message.replace(/^Parse Error: /, '')})`],
  [/^ERR_SSL_.*NO_APPLICATION_PROTOCOL$/, () => 'the server does not support the protocol of --alpn'],
  // OpenSSL reads the first bytes of any other protocol as a TLS record.
  [
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/,
    (_, code) => `the server does not speak TLS on this port (${code})`,
  ],
  // The message is OpenSSL's own line with places in its source.
  [/^ERR_SSL_/, (_, code) => code],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/,
    (message) => `${message} (--insecure accepts any certificate; NODE_EXTRA_CA_CERTS=FILE adds a CA)`,
  ],
];

export const CLOSED = 'the server closed the connection without a response';
