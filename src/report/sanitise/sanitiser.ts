import type { Header } from '../../model/capture.ts';
import { Memo } from '../../model/memo.ts';
import { asArray, asObject, asString, type JsonObject } from '../../sources/json.ts';
import { isKeptField } from './kept-fields.ts';
import { isKeptHeader } from './kept-headers.ts';
import type { KnownSecrets } from './known/known-secrets.ts';
import { BODY } from './known/secret-collector.ts';
import { hasTokenForm } from './known/shapes.ts';
import { isBodyKey, isCredentialHeader, isCredentialKey, REDACTED, withoutTokens } from './secrets.ts';
import { freeText, mediaType, reasonPhrase, serverTiming, type TextRule, validator } from './texts.ts';
import { type Note, Redactions, sanitiseQuery, sanitiseUrl } from './url.ts';
import { deepMapped, emptied, mapped } from './values.ts';

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

const HEADER_RULES: Readonly<Record<string, TextRule>> = {
  'content-type': mediaType,
  etag: validator,
  'if-none-match': validator,
  'server-timing': serverTiming,
};

/** By the name of the field, wherever it is in a HAR. */
const FIELD_TEXTS: ReadonlyMap<string, TextRule> = new Map(
  Object.entries({
    comment: freeText,
    description: freeText,
    functionName: freeText,
    eTag: validator,
    mimeType: mediaType,
    statusText: reasonPhrase,
  }),
);

// A URL that a browser wrote contains no unencoded space, quote or angle bracket, so these end one.
const URL_IN_TEXT = /\b(?:[a-z][a-z0-9+.-]{0,30}:\/\/|data:)[^\s"<>]+/gi;
/** A query that follows a path or has a name and a value; not the `?0` and `?1` of structured headers. */
const QUERY_IN_TEXT = /(?<=[^\s"<>(,;=])\?[^\s"<>#]+|\?[^\s"<>#=]*=[^\s"<>#]*/g;
/** `#access_token=…`, but not `#fff`. */
const FRAGMENT_IN_TEXT = /#([^\s"<>=#]+=[^\s"<>]*)/g;
/** Chromium writes the address of the page as its title. */
const PAGE_URL = /^(?:https?|file|about|chrome(?:-extension)?):\S*$/i;
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

const URL_START = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i;

export interface SanitiserOptions {
  /** What is removed wherever it stands. */
  readonly known?: KnownSecrets | null;
  /** Called with everything that is removed, and its name where it has one. */
  readonly note?: Note;
}

/**
 * Removes from an export everything that would let somebody act as the user or read what they sent and received.
 * Equal values in URLs get equal marks within one sanitiser, so use one for a whole export. Text that is already
 * sanitised is not changed.
 */
export class Sanitiser {
  readonly #redactions: Redactions;
  readonly #note: Note;
  readonly #known: KnownSecrets | null;
  // Cached, because the same header names, header values and field names occur many times.
  readonly #texts = new Memo((text) => this.#sanitiseText(text));
  readonly #knownTexts = new Memo((text) => this.#withoutKnown(text));
  readonly #keptHeaders = new Memo(isKeptHeader);
  readonly #keyKinds = new Memo((key) => keyKind(key));

  constructor({ known = null, note = () => undefined }: SanitiserOptions = {}) {
    this.#known = known;
    this.#note = note;
    this.#redactions = new Redactions(note);
  }

  /** Sanitises a field that is a URL or a relative reference. Known secrets stay in its host. */
  readonly url = (url: string): string => {
    const sanitised = withoutTokens(sanitiseUrl(url, this.#redactions), this.#note);
    const start = URL_START.exec(sanitised)?.[0] ?? '';
    return start + this.plain(sanitised.slice(start.length));
  };

  /** Sanitises text that contains URLs: removes queries, also of relative URLs, and anything that looks like a token. */
  readonly text = (text: string): string => (SUSPECT.test(text) ? this.#texts.get(text) : this.plain(text));

  /** Removes known secrets only: for text of the browser or of ours, such as the names in a certificate. */
  readonly plain = (text: string): string => (this.#known === null ? text : this.#knownTexts.get(text));

  /** Sanitises a name or an id: a token in place of one is replaced. */
  readonly name = (name: string): string => {
    const known = this.plain(name);
    return hasTokenForm(known) ? this.#redactions.markOf(known) : known;
  };

  /** Removes known secrets from all texts of plain JSON, but not from its keys. Keeps the shape and the type. */
  readonly deep = <T>(value: T): T => deepMapped(value, this.plain) as T;

  /** The value that replaces one that is removed. Strings become a mark in brackets; lists and objects are emptied. */
  removed(name: string, value: unknown): unknown {
    this.#note(name, value);
    return emptied(value);
  }

  /** Notes a removed value for which there is no replacement. */
  noteRemoved(name: string, value: unknown): void {
    this.#note(name, value);
  }

  #withoutKnown(text: string): string {
    return this.#known?.without(text, (secret) => this.#redactions.markOf(secret)) ?? text;
  }

  #sanitiseText(text: string): string {
    return this.plain(
      withoutTokens(
        text
          .replace(URL_IN_TEXT, (url) => sanitiseUrl(url, this.#redactions))
          .replace(QUERY_IN_TEXT, (query) => `?${sanitiseQuery(query.slice(1), this.#redactions)}`)
          .replace(FRAGMENT_IN_TEXT, (_, fragment: string) => `#${this.#redactions.markOf(fragment)}`),
        this.#note,
      ),
    );
  }

  /** Sanitises the value of one header: removes it unless the header is one of those that are kept (kept-headers.ts). */
  readonly headerValue = (name: string, value: string): string => {
    if (!this.#keptHeaders.get(name)) {
      if (value === '' || value === REDACTED) return value;
      this.#note(name, value);
      return REDACTED;
    }
    const lower = name.trim().toLowerCase();
    const rule = Object.hasOwn(HEADER_RULES, lower) ? HEADER_RULES[lower] : undefined;
    if (rule !== undefined) return this.plain(rule(value, this.#redactions));
    if (HOST_HEADERS.has(lower)) return this.#host(value);
    return URL_HEADERS.has(lower) ? this.url(value) : this.text(value);
  };

  #host(value: string): string {
    const at = value.indexOf('@');
    if (at >= 0) for (const part of value.slice(0, at).split(':')) this.#note('user', part);
    return value.slice(at + 1);
  }

  readonly headers = (headers: readonly Header[]): Header[] =>
    headers.map(({ name, value }) => ({ name: this.name(name), value: this.headerValue(name, value) }));

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
      const judgedKey = rule === undefined ? this.#key(key) : key;
      const judged = rule === undefined ? this.#field(key, value, name, depth) : rule(value);
      changed ||= judged !== value || judgedKey !== key;
      if (judged !== undefined) fields.push([judgedKey, judged]);
    }
    return changed ? Object.fromEntries(fields) : object;
  }

  #key(key: string): string {
    return SUSPECT.test(key) ? this.text(key) : this.name(key);
  }

  /** @param name the `name` beside a `value`, if the field is part of such a pair */
  #field(key: string, value: unknown, name: string | null, depth: number): unknown {
    const text = asString(value);
    if (key === 'value' && name !== null && text !== null) return this.headerValue(name, text);
    const kind = this.#keyKinds.get(key);
    if (kind === 'secret') return this.removed(isBodyKey(key) ? BODY : key, value);
    if (text === null) return this.json(value, depth);
    return kind === 'url' ? this.url(text) : this.#namedText(key, text);
  }

  #namedText(key: string, text: string): string {
    if (key === 'title') return PAGE_URL.test(text) ? this.url(text) : this.#free(text);
    if (key === 'id' || key === 'pageref') return this.name(text);
    const rule = FIELD_TEXTS.get(key);
    if (rule === undefined) return this.text(text);
    return rule === freeText ? this.#free(text) : this.plain(rule(text, this.#redactions));
  }

  /** The text itself when it is ours and says nothing. */
  #free(text: string): string {
    const kept = freeText(text, this.#redactions);
    if (kept !== text) this.#note('comment', text);
    return kept;
  }
}

/** Whether a field with this name holds a secret (a credential or a body), a URL, or anything else. */
function keyKind(key: string): 'secret' | 'url' | 'other' {
  if (!isKeptField(key) || isCredentialKey(key) || isBodyKey(key) || isCredentialHeader(key)) return 'secret';
  return URL_KEY.test(key) ? 'url' : 'other';
}
