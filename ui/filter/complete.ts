import { FILTER_KEYS, IS_VALUES } from './filter.ts';

/** A completion of the last word. */
export interface Completion {
  /** The whole word after completion. */
  readonly word: string;
  readonly hint: string;
}

const STATUSES = ['421', '4xx', '5xx', '200'];
const MAX_COMPLETIONS = 8;

export interface KnownValues {
  readonly hosts: readonly string[];
  readonly methods: readonly string[];
}

/** How the last word of `text` can be completed; empty when it is free text or already complete. */
export function completionsOf(text: string, known: KnownValues): Completion[] {
  const word = lastWord(text);
  if (word.includes('"')) return [];
  const minus = word.startsWith('-') ? '-' : '';
  const typed = word.slice(minus.length).toLowerCase();
  const all = typed.includes(':') ? valueWords(typed, known) : keyWords(typed);
  return all
    .filter(({ word }) => word.startsWith(typed) && word !== typed)
    .slice(0, MAX_COMPLETIONS)
    .map(({ word, hint }) => ({ word: minus + word, hint }));
}

/** `text` with its last word replaced; a complete word is followed by a space, a key is not. */
export function applyCompletion(text: string, { word }: Completion): string {
  const head = text.slice(0, text.length - lastWord(text).length);
  return word.endsWith(':') ? head + word : `${head}${word} `;
}

function lastWord(text: string): string {
  return /\S*$/.exec(text)?.[0] ?? '';
}

function keyWords(typed: string): Completion[] {
  if (typed === '') return [];
  return Object.entries(FILTER_KEYS).map(([key, hint]) => ({ word: `${key}:`, hint }));
}

function valueWords(typed: string, known: KnownValues): Completion[] {
  const key = typed.slice(0, typed.indexOf(':'));
  const values: Readonly<Record<string, readonly string[]>> = {
    is: IS_VALUES,
    status: STATUSES,
    host: known.hosts,
    method: known.methods,
  };
  return (values[key] ?? []).map((value) => ({ word: `${key}:${value.toLowerCase()}`, hint: '' }));
}
