const UNPRINTABLE = /[^\x20-\x7e]/gu;

/**
 * Makes untrusted text (hosts, URLs, headers, file names) safe for a terminal. Everything except printable ASCII
 * is written as `\n`, `\x1b` or `\u{202e}`, so that it cannot move the cursor, change colours or reverse the
 * direction of the text. Every character then takes one column.
 */
export function escapeText(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
  });
}
