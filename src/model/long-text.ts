/** A text of a request up to this length is kept whole: browsers and servers rarely accept longer headers. */
const LONGEST = 16_384;
/** Of a longer one, such as a `data:` URL with a picture, this much is kept. */
const BEGINNING = 1_024;

/**
 * The text, or the beginning of a very long one with its length. Equal texts give equal results and different ones
 * different results, so that what several sources report about one request still belongs together.
 */
export function cutText(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, BEGINNING)}…(${text.length} characters, ${checksum(text)})`;
}

/** A value of JSON with every long text in it cut. It is the same value where none is. */
export function cutTexts<T>(value: T): T;
export function cutTexts(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => cutTexts(item));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  const fields = Object.entries(value);
  const cut = fields.map(([key, field]) => [key, cutTexts(field)] as const);
  return cut.every(([, field], i) => field === fields[i]?.[1]) ? value : Object.fromEntries(cut);
}

/** FNV-1a, 32 bits: to tell texts apart, not to protect them. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16);
}
