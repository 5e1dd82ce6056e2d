import type { Header } from '../../model/capture.ts';
import { asArray, asObject, asString, type JsonObject } from '../../sources/json.ts';
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

// Spaces, quotes and angle brackets never stand raw in a URL that a browser wrote, so they end one.
const URL_IN_TEXT = /\b(?:[a-z][a-z0-9+.-]{0,30}:\/\/|data:)[^\s"<>]+/gi;
/** What follows a path, or has a name and a value; not the `?0` and `?1` of structured headers. */
const QUERY_IN_TEXT = /(?<=[^\s"<>(,;=])\?[^\s"<>#]+|\?[^\s"<>#=]*=[^\s"<>#]*/g;
/** `#access_token=…`, but not `#fff`. */
const FRAGMENT_IN_TEXT = /#([^\s"<>=#]+=[^\s"<>]*)/g;
const URL_KEY = /(?:^|_)(?:url|uri|href|location|referrer|referer)$|(?:URL|Url|Uri)$/;

/** Without one of these there is nothing to take out, and most text has none. */
const SUSPECT = /[:?#]|eyJ|bearer|basic|negotiate|digest/i;
const LONG = 512;
const MOST_KNOWN = 20_000;

/** Deeper than any tool nests; only hostile input goes on, and it could exhaust the stack. */
const MAX_DEPTH = 64;

/**
 * Takes out of one export what could let somebody act as the user or read what they sent and got. Equal
 * values of URLs get equal marks within one sanitiser, so use one for a whole export. What is already
 * sanitised stays as it is.
 */
export class Sanitiser {
  readonly #redactions = new Redactions();
  readonly #texts = new Map<string, string>();
  readonly #credentials = new Map<string, boolean>();

  /** A field that is a URL or a reference, whole. */
  readonly url = (url: string): string => withoutTokens(sanitiseUrl(url, this.#redactions));

  /** Text with URLs somewhere in it: queries go, also of relative URLs, and what looks like a token. */
  readonly text = (text: string): string => {
    if (!SUSPECT.test(text)) return text;
    let sanitised = this.#texts.get(text);
    if (sanitised === undefined) {
      sanitised = this.#sanitiseText(text);
      // Header values come again and again.
      if (text.length < LONG && this.#texts.size < MOST_KNOWN) this.#texts.set(text, sanitised);
    }
    return sanitised;
  };

  #isCredential(header: string): boolean {
    let credential = this.#credentials.get(header);
    if (credential === undefined) {
      credential = isCredentialHeader(header);
      if (header.length < LONG && this.#credentials.size < MOST_KNOWN)
        this.#credentials.set(header, credential);
    }
    return credential;
  }

  #sanitiseText(text: string): string {
    return withoutTokens(
      text
        .replace(URL_IN_TEXT, (url) => sanitiseUrl(url, this.#redactions))
        .replace(QUERY_IN_TEXT, (query) => `?${sanitiseQuery(query.slice(1), this.#redactions)}`)
        .replace(FRAGMENT_IN_TEXT, (_, fragment: string) => `#${this.#redactions.markOf(fragment)}`),
    );
  }

  /** The value of one header. */
  readonly headerValue = (name: string, value: string): string => {
    if (this.#isCredential(name)) return value === '' ? '' : REDACTED;
    return URL_HEADERS.has(name.trim().toLowerCase()) ? this.url(value) : this.text(value);
  };

  readonly headers = (headers: readonly Header[]): Header[] =>
    headers.map(({ name, value }) => ({ name, value: this.headerValue(name, value) }));

  /**
   * JSON of unknown shape, such as the `_` fields that tools add to a HAR: judged by the names of fields,
   * by pairs of `name` and `value`, and by what the text itself looks like. Keeps the shape.
   */
  readonly json = (value: unknown, depth = 0): unknown => {
    if (depth > MAX_DEPTH) return REDACTED;
    const text = asString(value);
    if (text !== null) return this.text(text);
    const list = asArray(value);
    if (list !== null) return list.map((item) => this.json(item, depth + 1));
    const object = asObject(value);
    return object === null ? value : this.#object(object, depth + 1);
  };

  #object(object: JsonObject, depth: number): JsonObject {
    const name = asString(object.name);
    const fields = Object.entries(object).map(([key, value]): [string, unknown] => [
      this.text(key),
      this.#field(key, value, name, depth),
    ]);
    return Object.fromEntries(fields);
  }

  /** @param name of the pair that the field is the value of, where it is one */
  #field(key: string, value: unknown, name: string | null, depth: number): unknown {
    const text = asString(value);
    if (key === 'value' && name !== null && text !== null) return this.headerValue(name, text);
    if (isCredentialKey(key) || isBodyKey(key) || this.#isCredential(key)) return emptied(value);
    return text !== null && URL_KEY.test(key) ? this.url(text) : this.json(value, depth);
  }
}

/** The same kind of value with nothing in it; numbers, booleans and null tell nothing. */
function emptied(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : REDACTED;
  if (Array.isArray(value)) return [];
  return typeof value === 'object' && value !== null ? {} : value;
}
