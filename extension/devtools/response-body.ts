import { isBodyKept, MOST_OF_BODY } from '../../src/model/answer-body.ts';
import { asNumber, asObject } from '../../src/sources/json.ts';

/** The default error pages of servers are a kilobyte or two long. Larger ones are written by applications. */
const LARGEST_FETCHED = 16_384;

/** `getContent` of DevTools: the body, and its encoding (Firefox gives its MIME type there). */
export type GetContent = () => Promise<readonly [content: string, encoding: string]>;

/**
 * The beginning of a small response body that identifies the server that wrote it (421, and the statuses that servers
 * send instead). Null for every other response, and when DevTools has no text of it.
 */
export async function keptBody(entry: unknown, getContent: GetContent): Promise<string | null> {
  const response = asObject(asObject(entry)?.response);
  if (response === null || !isBodyKept(asNumber(response.status))) return null;
  if ((asNumber(asObject(response.content)?.size) ?? 0) > LARGEST_FETCHED) return null;
  try {
    const [content, encoding] = await getContent();
    return typeof content === 'string' && encoding !== 'base64' ? content.slice(0, MOST_OF_BODY) : null;
  } catch {
    // The tab has left the page, and its bodies are gone. Null means unknown.
    return null;
  }
}

/**
 * Asks DevTools for a body. Firefox, and the polyfill where it is active, return a promise and accept no argument.
 * Chromium takes a callback: it now has its own `browser`, so the polyfill does not wrap it.
 */
export function contentOf(entry: {
  getContent(): Promise<readonly [content: string, encoding: string]>;
}): Promise<readonly [content: string, encoding: string]> {
  return new Promise((resolve, reject) => {
    const ask: (done: (content: string, encoding: string) => void) => unknown = entry.getContent.bind(entry);
    const done = (content: string, encoding: string) => resolve([content, encoding]);
    let answer: unknown;
    try {
      answer = ask(done);
    } catch {
      // The polyfill rejects any argument.
      answer = entry.getContent();
    }
    if (answer instanceof Promise) answer.then(resolve, reject);
  });
}
