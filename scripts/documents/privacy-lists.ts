import { KEPT_FIELDS, KEPT_TEXTS } from '../../src/report/sanitise/kept-fields.ts';
import { KEPT_HEADERS, REMOVED_HEADERS } from '../../src/report/sanitise/kept-headers.ts';
import { EXEMPT } from '../../src/report/sanitise/known/exempt.ts';

/** Markdown lists by the name of their place in docs/privacy.md. */
type Lists = Readonly<Record<string, string>>;

/** What a sanitised export keeps and removes, as the code has it. */
export function privacyLists(): Lists {
  return {
    texts: listOf(KEPT_TEXTS.map(({ what, reason }) => `${what}: ${reason}.`)),
    headers: listOf(KEPT_HEADERS.map(nameLine)),
    removed: listOf(REMOVED_HEADERS.map(nameLine)),
    fields: listOf(KEPT_FIELDS.map(nameLine)),
    exempt: listOf(EXEMPT.map(({ what, reason }) => `${what}: ${reason}.`)),
  };
}

/** Writes every list into its place, between `<!-- list: NAME -->` and `<!-- end -->`. Throws when a place is missing. */
export function withLists(text: string, lists: Lists): string {
  return Object.entries(lists).reduce((document, [name, list]) => {
    const place = new RegExp(`(<!-- list: ${name} -->\\n)[^]*?(<!-- end -->)`);
    if (!place.test(document)) throw new Error(`docs/privacy.md has no place for the list "${name}"`);
    return document.replace(place, (_, before, after) => `${before}\n${list}\n\n${after}`);
  }, text);
}

function nameLine({ reason, names }: { readonly reason: string; readonly names: readonly string[] }): string {
  const subject = names.length === 1 ? 'it' : 'they';
  return `${names.map((name) => `\`${name}\``).join(', ')}: ${subject} ${reason}.`;
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
