import { isBodyKept, MOST_OF_BODY } from '../../src/model/answer-body.ts';
import { asNumber, asObject } from '../../src/sources/json.ts';

/** Error pages that servers write themselves are a kilobyte or two; what is larger is an application's own. */
const LARGEST_ASKED_FOR = 16_384;

/** DevTools' `getContent`: the body, and how it is encoded (Firefox says its type there). */
export type GetContent = () => Promise<readonly [content: string, encoding: string]>;

/**
 * The beginning of an entry's body, where it tells who wrote the answer (421, and what servers answer in its place)
 * and is small; null of every other, and when DevTools has no text of it.
 */
export async function keptBody(entry: unknown, getContent: GetContent): Promise<string | null> {
  const response = asObject(asObject(entry)?.response);
  if (response === null || !isBodyKept(asNumber(response.status))) return null;
  if ((asNumber(asObject(response.content)?.size) ?? 0) > LARGEST_ASKED_FOR) return null;
  try {
    const [content, encoding] = await getContent();
    return typeof content === 'string' && encoding !== 'base64' ? content.slice(0, MOST_OF_BODY) : null;
  } catch {
    // The page has gone on, and its bodies with it: nothing is known, which is what null says.
    return null;
  }
}

/**
 * Asks DevTools for a body. Firefox, and the polyfill where it is at work, answer with a promise and take no argument;
 * Chromium, which has a `browser` of its own by now so that the polyfill leaves it alone, takes a callback.
 */
export function contentOf(entry: {
  getContent(): Promise<readonly [content: string, encoding: string]>;
}): Promise<readonly [content: string, encoding: string]> {
  return new Promise((resolve, reject) => {
    const ask: (told: (content: string, encoding: string) => void) => unknown = entry.getContent.bind(entry);
    const told = (content: string, encoding: string) => resolve([content, encoding]);
    let answer: unknown;
    try {
      answer = ask(told);
    } catch {
      // The polyfill counts arguments.
      answer = entry.getContent();
    }
    if (answer instanceof Promise) answer.then(resolve, reject);
  });
}
