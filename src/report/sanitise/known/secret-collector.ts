import { base64Decode } from '@bufbuild/protobuf/wire';
import { isKeptHeader } from '../kept-headers.ts';
import { isBodyKey, isCredentialHeader, isCredentialKey, REDACTED } from '../secrets.ts';
import { MARKED } from '../url.ts';
import { ADDRESS, DATE, NUMBERS, PUBLIC_TEXTS, PUBLIC_WORDS } from './exempt.ts';
import { GRAM } from './gram-index.ts';
import { KnownSecrets } from './known-secrets.ts';
import { postValues } from './post-values.ts';
import { isGenerated } from './shapes.ts';

// Names of fields for what identifies a person.
const PERSONAL =
  /user|e-?mail|login|account|principal|subject|passcode|(?:^|[-_])(?:phone|pin|otp|pw|pwd|dn)(?:$|[-_])|^_?(?:full|first|last|given|family)?[-_]?name$/i;
const USER_AGENT = /user-?agent/i;
/** A body that the user sent, not one that was received. */
const SENT_BODY = /post|request|params|payload/i;
const HEADER_LINE = /^([!#$%&'*+.^_`|~\w-]{1,100}):[ \t]*(?=\S)(.*)$/gm;
const MEDIA_TYPE = /^(?:application|audio|font|image|multipart|text|video)\/[\w.+-]+$/i;
const COOKIE = /^(set-)?cookie2?$/i;
const SCHEME = /^([a-z][\w-]*)[ \t]+(\S.*)$/is;
const URL_IN_VALUE = /(?<![^\s"'<>(,;=])(?:[a-z][a-z0-9+.-]{0,30}:\/\/|\/)[^\s"'<>]*/gi;
const RUN = /[\w+/=~-]{8,}/g;
const SEPARATOR = /[\s,;"'<>]+/;
const SINGLE_WORD = /^(?:[A-Z]?[a-z]+|[A-Z]+)$/;
const SHORT = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{6,7}$/;
/** Members of a JSON body and hidden fields of a form: `"access_token": "…"`, `name="csrf_token" value="…"`. */
const MEMBER =
  /"([\w-]{2,40})"[ \t]*:[ \t]*"([^"\\\n]{8,4096})"|name="([\w-]{2,40})"[ \t]+value="([^"\n]{8,4096})"/g;

/** Card and telephone numbers. */
const PHONE = /^\+?\d[\d -]{7,}$/;
/** Of a longer value, the words at its beginning are searched for. */
const MAX_WHOLE = 256;
/** Longer texts are not compared with those that were noted: they would take much memory. */
const MAX_REPEATED = 4_096;

/** The name under which the text of a response is noted. */
export const BODY = ':body';

/** URLs in values are nested no deeper in practice, and each level costs time. */
const MAX_DEPTH = 3;

/**
 * What sanitises the URLs and the header lines in a removed value: they are secret only where they would be in a place of
 * their own, and that is noted in turn.
 */
export interface CollectingRules {
  readonly url: (url: string) => unknown;
  readonly header: (name: string, value: string) => unknown;
}

/**
 * Notes what is removed from a capture, in order to find it in other places.
 */
export class SecretCollector {
  readonly #seen = new Set<string>();
  readonly #parts = new Set<string>();
  readonly #wholes = new Set<string>();
  readonly #shorts = new Set<string>();
  readonly #rules: CollectingRules;
  #depth = 0;

  constructor(rules: CollectingRules) {
    this.#rules = rules;
  }

  /** @param publicTexts of this capture: hosts, addresses, names in certificates */
  known(publicTexts: Iterable<string>): KnownSecrets {
    return new KnownSecrets({
      parts: this.#parts,
      wholes: this.#wholes,
      shorts: this.#shorts,
      publicTexts: [...PUBLIC_TEXTS, ...publicTexts],
    });
  }

  /** A value of any type that was removed from the field, header or parameter with this name, however deep it is. */
  readonly note = (name: string, value: unknown): void => {
    const pending: (readonly [name: string, value: unknown])[] = [[name, value]];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [of, inner] = next;
      if (typeof inner === 'string') this.#noteText(of, inner);
      else if (Array.isArray(inner)) for (const item of inner) pending.push([of, item]);
      else if (typeof inner === 'object' && inner !== null)
        for (const one of membersOf(of, inner)) pending.push(one);
    }
  };

  /** The text of a response: only what it names as a credential is secret in other places. */
  #noteBody(name: string, text: string): void {
    if (SENT_BODY.test(name)) for (const [field, value] of postValues(text)) this.#noteText(field, value);
    for (const [, member, value, field, content] of text.matchAll(MEMBER)) {
      if (isCredentialKey(member ?? field ?? '')) this.#noteValue(value ?? content ?? '', false, true);
    }
  }

  #noteText(name: string, text: string): void {
    if (name === BODY || (isAdded(name) && isBodyKey(name))) {
      this.#noteBody(name, text);
      return;
    }
    if (text.length < 6 || text === REDACTED || MARKED.test(text)) return;
    const key = `${name}\n${text}`;
    if (text.length < MAX_REPEATED) {
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
    }
    if (COOKIE.test(name)) this.#noteCookies(name, text);
    else if (isAdded(name)) this.#noteAdded(name, text);
    else this.#noteForms(text, isSecretName(name), true);
  }

  #noteCookies(header: string, text: string): void {
    const lines = text.split('\n');
    const isSet = /^set/i.test(header);
    // Only the first pair of Set-Cookie is the cookie; the others are its attributes.
    const pairs = isSet
      ? lines.map((line) => line.split(';', 1)[0] ?? '')
      : lines.flatMap((line) => line.split(';'));
    for (const pair of pairs) {
      const equals = pair.indexOf('=');
      this.#noteText(pair.slice(0, Math.max(0, equals)).trim() || 'value', pair.slice(equals + 1).trim());
    }
  }

  /** What a tool added often repeats other fields as text, or whole messages with lines for their headers. */
  #noteAdded(name: string, text: string): void {
    const rest = text.replace(HEADER_LINE, (line, header: string, value: string) => {
      if (!isCredentialHeader(header) && !/[\r\n]/.test(text) && !isKeptHeader(header)) return line;
      this.#rules.header(header, value.trim());
      return '';
    });
    this.#noteForms(rest, isSecretName(name), false);
  }

  /** The value as it is, decoded, and without its authentication scheme. */
  #noteForms(text: string, isSecret: boolean, isWhole: boolean): void {
    const [, scheme = '', credentials] = SCHEME.exec(text) ?? [];
    const value = isSecret && credentials !== undefined ? credentials : text;
    this.#noteValue(value, isSecret, isWhole);
    const decoded = percentDecoded(value);
    if (decoded !== value) this.#noteValue(decoded, isSecret, isWhole);
    const encoded = encodeURIComponent(decoded.replace(/\p{Surrogate}/gu, ''));
    if (isSecret && encoded !== value) this.#noteValue(encoded, isSecret, isWhole);
    if (scheme.toLowerCase() === 'basic') this.#noteBasic(value);
  }

  /** RFC 7617: base64 of `user:password`. */
  #noteBasic(credentials: string): void {
    const decoded = base64Text(credentials.trim());
    const colon = decoded.indexOf(':');
    if (colon < 0) return;
    this.#noteText('user', decoded.slice(0, colon));
    this.#noteText('password', decoded.slice(colon + 1));
  }

  #noteValue(text: string, isSecret: boolean, isWhole: boolean): void {
    const rest = this.#withoutUrls(text).replace(DATE, ' ').trim();
    if (isSecret) {
      for (const piece of [rest, ...rest.split(SEPARATOR)]) {
        if (SHORT.test(piece)) this.#shorts.add(piece);
        if (piece.length >= GRAM && !NUMBERS.test(piece) && !ADDRESS.test(piece)) this.#parts.add(piece);
      }
    }
    for (const [run] of rest.matchAll(RUN)) if (isGenerated(run)) this.#parts.add(run);
    if (isWhole && rest.length === text.trim().length && isSearched(rest))
      this.#wholes.add(beginningOf(rest));
  }

  #withoutUrls(text: string): string {
    if (!text.includes('/')) return text;
    return text.replace(URL_IN_VALUE, (url) => {
      // Base64 may begin with a slash.
      if (/^\/[^/?#]*$/.test(url) && isGenerated(url)) return url;
      if (this.#depth >= MAX_DEPTH) return url;
      this.#depth++;
      this.#rules.url(url);
      this.#depth--;
      return ' ';
    });
  }
}

function isSecretName(name: string): boolean {
  return (isCredentialHeader(name) || isCredentialKey(name) || PERSONAL.test(name)) && !USER_AGENT.test(name);
}

/** Whether a tool added the field: HAR reserves these names for that. */
function isAdded(name: string): boolean {
  return name.startsWith('_');
}

/** Whether a value as a whole is searched for: not one word, no version number, and no words of protocols alone. */
function isSearched(value: string): boolean {
  if (value.length < GRAM || SINGLE_WORD.test(value) || MEDIA_TYPE.test(value)) return false;
  if (
    value
      .toLowerCase()
      .split(/[^a-z-]+/)
      .every((word) => word.length < 2 || PUBLIC_WORDS.has(word))
  ) {
    return ADDRESS.test(value) || PHONE.test(value);
  }
  return !NUMBERS.test(value) || ADDRESS.test(value) || PHONE.test(value);
}

function beginningOf(value: string): string {
  return value.length <= MAX_WHOLE ? value : value.slice(0, MAX_WHOLE).replace(/[A-Za-z0-9]{1,64}$/, '');
}

/** The text of base64; empty when it is something else. */
function base64Text(text: string): string {
  if (!/^[\w+/-]+={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) return '';
  const hex = Array.from(base64Decode(text), (byte) => byte.toString(16).padStart(2, '0'));
  return percentDecoded(hex.map((byte) => `%${byte}`).join(''));
}

function percentDecoded(text: string): string {
  if (!/[%+]/.test(text)) return text;
  const spaced = text.replaceAll('+', ' ');
  if (/%(?![0-9a-f]{2})/i.test(spaced)) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch (error) {
    if (error instanceof URIError) return spaced;
    throw error;
  }
}

/** The members of an object with the names under which they are noted: `{ name, value }` is a pair. */
function membersOf(outer: string, object: object): (readonly [name: string, value: unknown])[] {
  const pairName = 'name' in object && typeof object.name === 'string' ? object.name : null;
  return Object.entries(object).flatMap(([key, value]) => {
    if (pairName !== null && key === 'name') return [];
    const name = pairName !== null && key === 'value' ? pairName : isSecretName(outer) ? outer : key;
    return [[isAdded(outer) && !isAdded(name) ? `_${name}` : name, value] as const];
  });
}
