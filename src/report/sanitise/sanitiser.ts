import type { Header } from '../../model/capture.ts';
import { Memo } from '../../model/memo.ts';
import { asArray, asObject, asString, type JsonObject } from '../../sources/json.ts';
import { isKeptField } from './kept-fields.ts';
import { isKeptHeader } from './kept-headers.ts';
import { isBodyKey, isCredentialHeader, isCredentialKey, REDACTED, withoutTokens } from './secrets.ts';
import { Redactions, sanitiseQuery, sanitiseUrl } from './url.ts';

const URL_HEADERS: ReadonlySet<string> = new Set([
  ':path',
  'content-location',
  'location',
  'referer',
  'referrer',
  'sourcemap',
  'x-sourcemap',
]);

/** A host without a scheme; what is before an `@` there is a user and a password. */
const HOST_HEADERS: ReadonlySet<string> = new Set([':authority', 'host']);

// A URL that a browser wrote contains no unencoded space, quote or angle bracket, so these end one.
const URL_IN_TEXT = /\b(?:[a-z][a-z0-9+.-]{0,30}:\/\/|data:)[^\s"<>]+/gi;
/** A query that follows a path or has a name and a value; not the `?0` and `?1` of structured headers. */
const QUERY_IN_TEXT = /(?<=[^\s"<>(,;=])\?[^\s"<>#]+|\?[^\s"<>#=]*=[^\s"<>#]*/g;
/** `#access_token=…`, but not `#fff`. */
const FRAGMENT_IN_TEXT = /#([^\s"<>=#]+=[^\s"<>]*)/g;
const PLAIN_URL = /^(?:https?|wss?):\/\/[^\s@;?#]*$/i;
const URL_KEY = /(?:^|_)(?:url|uri|href|location|referrer|referer)$|(?:URL|Url|Uri)$/;

/** Returns the sanitised value of a field; `undefined` removes the field. */
export type FieldRule = (value: unknown) => unknown;
export type FieldRules = Readonly<Record<string, FieldRule>>;
const NO_RULES: FieldRules = {};

/** Text without any of these contains nothing to remove, and most text has none. */
const SUSPECT =
  /[:?#@]|eyJ|bearer|basic|negotiate|digest|token|apikey|gh[a-z]_|github_pat|glpat|xox|akia|asia|[rs]k_|whsec|aiza|ya29|sig=|signature=|-----begin/i;

/** Deeper than any tool nests. Only hostile input is deeper, and it could exhaust the stack. */
const MAX_DEPTH = 64;

/**
 * Removes from an export everything that would let somebody act as the user or read what they sent and received.
 * Equal values in URLs get equal marks within one sanitiser, so use one for a whole export. Text that is already
 * sanitised is not changed.
 */
export class Sanitiser {
  readonly #redactions = new Redactions();
  // Cached, because the same header names, header values and field names occur many times.
  readonly #texts = new Memo((text) => this.#sanitiseText(text));
  readonly #keptHeaders = new Memo(isKeptHeader);
  readonly #keyKinds = new Memo((key) => keyKind(key));

  /** Sanitises a field that is a URL or a relative reference. */
  readonly url = (url: string): string =>
    isPlainUrl(url) ? url : withoutTokens(sanitiseUrl(url, this.#redactions));

  /** Sanitises text that contains URLs: removes queries, also of relative URLs, and anything that looks like a token. */
  readonly text = (text: string): string => {
    return SUSPECT.test(text) ? this.#texts.get(text) : text;
  };

  #sanitiseText(text: string): string {
    return withoutTokens(
      text
        .replace(URL_IN_TEXT, (url) => sanitiseUrl(url, this.#redactions))
        .replace(QUERY_IN_TEXT, (query) => `?${sanitiseQuery(query.slice(1), this.#redactions)}`)
        .replace(FRAGMENT_IN_TEXT, (_, fragment: string) => `#${this.#redactions.markOf(fragment)}`),
    );
  }

  /** Sanitises the value of one header: removes it unless the header is one of those that are kept (kept-headers.ts). */
  readonly headerValue = (name: string, value: string): string => {
    if (!this.#keptHeaders.get(name)) return value === '' ? '' : REDACTED;
    const lower = name.trim().toLowerCase();
    if (HOST_HEADERS.has(lower)) return this.text(value.replace(/^[^@]*@/, ''));
    return URL_HEADERS.has(lower) ? this.url(value) : this.text(value);
  };

  readonly headers = (headers: readonly Header[]): Header[] =>
    headers.map(({ name, value }) => ({ name, value: this.headerValue(name, value) }));

  /**
   * Sanitises JSON of unknown shape, such as the `_` fields that tools add to a HAR, based on the names of fields, on
   * pairs of `name` and `value`, and on the text itself. Keeps the shape.
   */
  readonly json = (value: unknown, depth = 0): unknown => {
    if (depth > MAX_DEPTH) return REDACTED;
    const text = asString(value);
    if (text !== null) return this.text(text);
    const list = asArray(value);
    if (list !== null) return mapped(list, (item) => this.json(item, depth + 1));
    const object = asObject(value);
    return object === null ? value : this.object(object, NO_RULES, depth + 1);
  };

  /**
   * Sanitises the fields of an object by these rules, and by {@link json} where there is no rule. Returns the object
   * itself when nothing was removed, as in most objects of a HAR: copies of them all would be most of the memory of an
   * export.
   */
  object(object: JsonObject, rules: FieldRules, depth = 1): JsonObject {
    const name = asString(object.name);
    const fields: [string, unknown][] = [];
    let changed = false;
    for (const key of Object.keys(object)) {
      const value = object[key];
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      const judgedKey = rule === undefined ? this.text(key) : key;
      const judged = rule === undefined ? this.#field(key, value, name, depth) : rule(value);
      changed ||= judged !== value || judgedKey !== key;
      if (judged !== undefined) fields.push([judgedKey, judged]);
    }
    return changed ? Object.fromEntries(fields) : object;
  }

  /** @param name the `name` beside a `value`, if the field is part of such a pair */
  #field(key: string, value: unknown, name: string | null, depth: number): unknown {
    const text = asString(value);
    if (key === 'value' && name !== null && text !== null) return this.headerValue(name, text);
    const kind = this.#keyKinds.get(key);
    if (kind === 'secret') return emptied(value);
    return text !== null && kind === 'url' ? this.url(text) : this.json(value, depth);
  }
}

/** Only a host and a path, like most URLs: no user, query, fragment, path parameter or token. */
function isPlainUrl(url: string): boolean {
  return PLAIN_URL.test(url) && !SUSPECT.test(url.slice(url.indexOf(':') + 1).replace(/:/g, ''));
}

/** Applies a rule to the items of a list. Returns the list itself when no item changes. */
export function mapped(list: readonly unknown[], rule: FieldRule): readonly unknown[] {
  const judged = list.map(rule);
  return judged.every((item, index) => item === list[index]) ? list : judged;
}

/** Whether a field with this name holds a secret (a credential or a body), a URL, or anything else. */
function keyKind(key: string): 'secret' | 'url' | 'other' {
  if (!isKeptField(key) || isCredentialKey(key) || isBodyKey(key) || isCredentialHeader(key)) return 'secret';
  return URL_KEY.test(key) ? 'url' : 'other';
}

/** An empty value of the same type. Numbers, booleans and null reveal nothing and are kept. */
function emptied(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : REDACTED;
  if (Array.isArray(value)) return [];
  return typeof value === 'object' && value !== null ? {} : value;
}
