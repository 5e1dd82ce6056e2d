/** The share of a name that stays readable at its end, which is mostly the site. */
const TAIL_SHARE = 0.4;
const TAIL_MAX = 9;

/** The least that stays of the head, in characters: the first label distinguishes a host from its siblings. */
export const HEAD_MIN = 8;

/** Splits a name in two. Where there is no room, CSS cuts the end of the first part: the middle of the name. */
export function splitForEllipsis(text: string): readonly [string, string] {
  const tail = Math.min(TAIL_MAX, Math.floor(text.length * TAIL_SHARE));
  return [text.slice(0, text.length - tail), text.slice(text.length - tail)];
}
