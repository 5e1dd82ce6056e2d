/** What stands where a header's, a cookie's or a body's text was taken out. */
export const REDACTED = '[redacted]';

const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set([
  'authentication-info',
  'authorization',
  'cookie',
  'cookie2',
  'dpop',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'set-cookie',
  'set-cookie2',
  'www-authenticate',
]);

// Whole words of the name: `x-auth-user` is one, `:authority` is not.
const CREDENTIAL_WORD =
  /(?:^|[-_])(?:auth|api-?key|apikey|access-?key|assertion|bearer|client-cert|cookies?|credentials?|csrf|csrftoken|jwt|pass|passwd|password|saml|secret|session|sessionid|sid|signature|token|xsrf|key)(?:$|[-_])/;

// The names of CORS answers speak of credentials and tokens, and the keys of caches open nothing.
const PUBLIC_HEADER = /^(?:access-control-|sec-fetch-|(?:x-)?(?:surrogate|cache)-key$)/;

/** Whether a header of this name carries, by its name, something that lets its holder act as the user. */
export function isCredentialHeader(name: string): boolean {
  const lower = name.trim().toLowerCase();
  return CREDENTIAL_HEADERS.has(lower) || (!PUBLIC_HEADER.test(lower) && CREDENTIAL_WORD.test(lower));
}

const CREDENTIAL_KEY =
  /cookie|authorization|passw|secret|token|api_?key|credential|session_?id|jwt|bearer|(?:^|_)auth(?:$|_)/i;

/** Whether a field of this name (not of HAR itself: an addition of some tool) carries credentials. */
export function isCredentialKey(key: string): boolean {
  return CREDENTIAL_KEY.test(key);
}

const BODY_KEY =
  /^_?(?:body|bodytext|(?:request|response)_?body|content|data|html|message|params|payload|post_?data|postdatatext|text)$/i;

/** Whether a field of this name (an addition of some tool) carries a body or a message. */
export function isBodyKey(key: string): boolean {
  return BODY_KEY.test(key);
}

// Only where a run of its characters begins: text made to harm could else make the search quadratic.
const JWT = /(?<![\w-])eyJ[\w-]{4,}\.[\w-]*(?:\.[\w-]*){0,3}/g;
// A digit or a sign of base64 tells a token from prose ("basic authentication").
const SCHEME_TOKEN = /\b(bearer|basic|negotiate|digest)[ \t]+(?=[\w.~:-]*[\d+/=])[\w+/=.~:-]{6,}/gi;
const HEADER_LINE = /^([ \t]*:?[!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*(?=\S)(.*)$/gm;

/** Takes out what shows by its own form that it is a credential: tokens, and lines of credential headers. */
export function withoutTokens(text: string): string {
  return text
    .replace(HEADER_LINE, (line, name: string) => (isCredentialHeader(name) ? `${name}: ${REDACTED}` : line))
    .replace(JWT, REDACTED)
    .replace(SCHEME_TOKEN, (_, scheme: string) => `${scheme} ${REDACTED}`);
}
