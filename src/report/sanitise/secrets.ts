/** Replaces the removed text of a header, a cookie or a body. */
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

// Matches whole words of the name: `x-auth-user` carries credentials, `:authority` does not.
const CREDENTIAL_WORD =
  /(?:^|[-_])(?:auth|api-?key|apikey|access-?key|assertion|bearer|client-cert|cookies?|credentials?|csrf|csrftoken|jwt|pass|passwd|password|saml|secret|session|sessionid|sid|signature|token|xsrf|key)(?:$|[-_])/;

// CORS response headers mention credentials and tokens in their names without carrying any; cache keys are not secret.
const PUBLIC_HEADER = /^(?:access-control-|sec-fetch-|(?:x-)?(?:surrogate|cache)-key$)/;

/** Whether a header with this name carries something that would let its holder act as the user. */
export function isCredentialHeader(name: string): boolean {
  const lower = name.trim().toLowerCase();
  return CREDENTIAL_HEADERS.has(lower) || (!PUBLIC_HEADER.test(lower) && CREDENTIAL_WORD.test(lower));
}

const CREDENTIAL_KEY =
  /cookie|authorization|passw|secret|token|api_?key|credential|session_?id|jwt|bearer|(?:^|_)auth(?:$|_)/i;

/** Whether a field with this name, added to a HAR by some tool, carries credentials. */
export function isCredentialKey(key: string): boolean {
  return CREDENTIAL_KEY.test(key);
}

const BODY_KEY =
  /^_?(?:body|bodytext|(?:request|response)_?body|content|data|html|message|params|payload|post_?data|postdatatext|text)$/i;

/** Whether a field with this name, added to a HAR by some tool, carries a body or a message. */
export function isBodyKey(key: string): boolean {
  return BODY_KEY.test(key);
}

// Matches only at the start of a run of its characters; otherwise malicious text could make the search quadratic.
const JWT = /(?<![\w-])eyJ[\w-]{4,}\.[\w-]*(?:\.[\w-]*){0,3}/g;
// A digit or a base64 sign distinguishes a token from prose ("basic authentication").
const SCHEME_TOKEN =
  /\b(bearer|basic|negotiate|digest|token|apikey)[ \t]+(?=[\w.~:-]*[\d+/=])[\w+/=.~:-]{6,}/gi;

// Each begins at the start of a run of its characters, so that the search stays linear. The forms are those that the
// services document: GitHub, GitLab, Slack, AWS access keys, Stripe, Google API keys and access tokens.
const SERVICE_TOKEN =
  /(?<![\w-])(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{8,}|(?:AKIA|ASIA)[A-Z0-9]{12,}|[rsp]k_(?:live|test)_\w{8,}|whsec_\w{8,}|AIza[\w-]{30,}|ya29\.[\w-]{16,})/g;
/** Azure shared access signatures and AWS signatures, with or without a query before them. */
const SIGNATURE = /(?<![\w-])((?:sig|signature|x-amz-signature)=)(?!redacted)[\w%+/=.~-]{8,}/gi;
const PEM = /-----BEGIN ([A-Z0-9 ]{1,40})-----[\w+/=\s\\]*(?:-----END \1-----)?/g;
/** RFC 5321 limits the local part to 64 characters, which bounds the search, too. */
const EMAIL =
  /(?<![\w.!#$%&'*+/=?^`{|}~@:-])[\w.!#$%&'*+=?^`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.[a-z]{2,63}\b/gi;
const HEADER_LINE = /^([ \t]*:?[!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*(?=\S)(.*)$/gm;

/**
 * Removes text that is recognisable as a credential by its form: tokens, and lines of credential headers.
 * @param note called with the name (where there is one) and the text of each that is removed
 */
export function withoutTokens(
  text: string,
  note: (name: string, value: string) => void = () => undefined,
): string {
  const redacted = (token: string) => {
    note('token', token);
    return REDACTED;
  };
  return text
    .replace(HEADER_LINE, (line, name: string, value: string) => {
      if (!isCredentialHeader(name)) return line;
      note(name.trim(), value.trim());
      return `${name}: ${REDACTED}`;
    })
    .replace(PEM, REDACTED)
    .replace(JWT, redacted)
    .replace(SERVICE_TOKEN, redacted)
    .replace(SIGNATURE, (match, name: string) => {
      note('signature', match.slice(name.length));
      return `${name}${REDACTED}`;
    })
    .replace(EMAIL, redacted)
    .replace(SCHEME_TOKEN, (match, scheme: string) => {
      note('authorization', match);
      return `${scheme} ${REDACTED}`;
    });
}
