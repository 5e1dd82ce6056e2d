const UNPRINTABLE = /[^\x20-\x7e]/gu;

/**
 * Text that others wrote (hosts, URLs, headers, file names), fit for a terminal: what is not printable ASCII
 * is written as `\n`, `\x1b` or `\u{202e}`, so it can neither move the cursor, colour, nor turn the text
 * around. Every character then takes one column.
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
