import { FILTER_KEYS, type Filter, type FilterKey, IS_VALUES, type Term } from './filter.ts';

/** One word as it was written, without its quotes; text in quotes is taken literally. */
interface Word {
  readonly negated: boolean;
  readonly key: string | null;
  readonly values: readonly string[];
}

// `-`? (key `:`)? then quoted or plain pieces. An unclosed quote extends to the end.
const WORD = /(-?)(?:([a-z][a-z-]*):(?!\/\/))?((?:"[^"]*(?:"|$)|[^\s"])*)/gi;

/** Reads the filter language: `status:4xx host:auth -is:coalesced "/a path"`. Never fails. */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  const problems: string[] = [];
  for (const word of wordsOf(text)) {
    const term = termOf(word);
    if (typeof term === 'string') problems.push(term);
    else if (term !== null) terms.push(term);
  }
  return { terms, problems };
}

function wordsOf(text: string): Word[] {
  const matches = [...text.matchAll(WORD)].filter(([whole]) => whole !== '');
  return matches.map(([, minus = '', key = null, raw = '']) => wordOf(minus, key, raw));
}

function wordOf(minus: string, key: string | null, raw: string): Word {
  // `localhost:8443` is an address, not a key.
  if (key !== null && !isKey(key.toLowerCase()) && /^\d+(\/|$)/.test(raw)) {
    return { negated: minus !== '', key: null, values: [unquote(`${key}:${raw}`)] };
  }
  return {
    negated: minus !== '',
    key: key?.toLowerCase() ?? null,
    values: key === null ? [unquote(raw)] : listOf(raw),
  };
}

/** Commas separate the values, except in quotes. */
function listOf(raw: string): string[] {
  return (raw.match(/(?:"[^"]*(?:"|$)|[^,"])+/g) ?? []).map(unquote).filter((value) => value !== '');
}

function unquote(raw: string): string {
  return raw.replaceAll('"', '').toLowerCase();
}

/** The term of a word, a problem, or null for an unfinished word (`status:`, `-`). */
function termOf({ negated, key, values }: Word): Term | string | null {
  if (key === null) return values[0] ? { negated, key: null, values } : null;
  if (!isKey(key))
    return `“${key}:” is not a filter. The filters are ${Object.keys(FILTER_KEYS).join(':, ')}:`;
  if (values.length === 0) return null;
  return valueProblem(key, values) ?? { negated, key, values };
}

function isKey(key: string): key is FilterKey {
  return Object.hasOwn(FILTER_KEYS, key);
}

function valueProblem(key: FilterKey, values: readonly string[]): string | null {
  const known: readonly string[] = IS_VALUES;
  const bad = values.find(
    (value) =>
      (key === 'is' && !known.includes(value)) ||
      (key === 'status' && !/^([1-9](\d\d|xx)|none)$/.test(value)),
  );
  return bad === undefined ? null : `“${key}:${bad}” is not understood: ${key}: takes ${FILTER_KEYS[key]}.`;
}
