import type { Header } from '../../model/capture.ts';
import { Remembered } from '../../model/remembered.ts';
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
const PLAIN_URL = /^(?:https?|wss?):\/\/[^\s@;?#]*$/i;
const URL_KEY = /(?:^|_)(?:url|uri|href|location|referrer|referer)$|(?:URL|Url|Uri)$/;

/** What becomes of a field's value; `undefined` takes the field out. */
export type FieldRule = (value: unknown) => unknown;
export type FieldRules = Readonly<Record<string, FieldRule>>;
const NO_RULES: FieldRules = {};

/** Without one of these there is nothing to take out, and most text has none. */
const SUSPECT = /[:?#]|eyJ|bearer|basic|negotiate|digest/i;

/** Deeper than any tool nests; only hostile input goes on, and it could exhaust the stack. */
const MAX_DEPTH = 64;

/**
 * Takes out of one export what could let somebody act as the user or read what they sent and got. Equal
 * values of URLs get equal marks within one sanitiser, so use one for a whole export. What is already
 * sanitised stays as it is.
 */
export class Sanitiser {
  readonly #redactions = new Redactions();
  // Header names and values and the names of fields come again and again.
  readonly #texts = new Remembered((text) => this.#sanitiseText(text));
  readonly #credentials = new Remembered(isCredentialHeader);
  readonly #keyKinds = new Remembered((key) => keyKind(key));

  /** A field that is a URL or a reference, whole. */
  readonly url = (url: string): string =>
    isPlainUrl(url) ? url : withoutTokens(sanitiseUrl(url, this.#redactions));

  /** Text with URLs somewhere in it: queries go, also of relative URLs, and what looks like a token. */
  readonly text = (text: string): string => {
    return SUSPECT.test(text) ? this.#texts.of(text) : text;
  };

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
    if (this.#credentials.of(name)) return value === '' ? '' : REDACTED;
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
    if (list !== null) return mapped(list, (item) => this.json(item, depth + 1));
    const object = asObject(value);
    return object === null ? value : this.object(object, NO_RULES, depth + 1);
  };

  /**
   * An object whose fields are judged by these rules, and by {@link json} where there is none. Itself when nothing
   * had to go, as in most objects of a HAR: a copy of them all would be the most of an export's memory.
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

  /** @param name of the pair that the field is the value of, where it is one */
  #field(key: string, value: unknown, name: string | null, depth: number): unknown {
    const text = asString(value);
    if (key === 'value' && name !== null && text !== null) return this.headerValue(name, text);
    const kind = this.#keyKinds.of(key);
    if (kind === 'secret') return emptied(value);
    return text !== null && kind === 'url' ? this.url(text) : this.json(value, depth);
  }
}

/** Of a host and a path alone, as most are: no user, no query, no fragment, no parameter, no token. */
function isPlainUrl(url: string): boolean {
  return PLAIN_URL.test(url) && !url.includes('eyJ');
}

/** The list with a rule applied to its items; itself when that changes none. */
export function mapped(list: readonly unknown[], rule: FieldRule): readonly unknown[] {
  const judged = list.map(rule);
  return judged.every((item, index) => item === list[index]) ? list : judged;
}

/** A field of this name holds a credential or a body, a URL, or anything. */
function keyKind(key: string): 'secret' | 'url' | 'other' {
  if (isCredentialKey(key) || isBodyKey(key) || isCredentialHeader(key)) return 'secret';
  return URL_KEY.test(key) ? 'url' : 'other';
}

/** The same kind of value with nothing in it; numbers, booleans and null tell nothing. */
function emptied(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? '' : REDACTED;
  if (Array.isArray(value)) return [];
  return typeof value === 'object' && value !== null ? {} : value;
}
