/** The part of a name that must stay readable at its end: its site, mostly. */
const TAIL_SHARE = 0.4;
const TAIL_MAX = 9;

/** What must stay of the head, in characters: a host is told from its siblings by its first label. */
export const HEAD_MIN = 8;

/** A name in two parts: where there is no room, the first loses its end, so the middle of the whole goes. */
export function splitForEllipsis(text: string): readonly [string, string] {
  const tail = Math.min(TAIL_MAX, Math.floor(text.length * TAIL_SHARE));
  return [text.slice(0, text.length - tail), text.slice(text.length - tail)];
}
