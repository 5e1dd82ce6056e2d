import { isBodyKept, MOST_OF_BODY } from '../../model/answer-body.ts';
import { asObject, asString, type JsonObject } from '../json.ts';

/**
 * The beginning of the body of a response whose body identifies who wrote it. Null for other responses, where the HAR
 * omits it (Chrome includes it only after it was requested), and where it is encoded: error pages are plain text.
 */
export function keptBody(response: JsonObject, status: number | null): string | null {
  const content = asObject(response.content);
  if (!isBodyKept(status) || content === null || asString(content.encoding)) return null;
  return asString(content.text)?.slice(0, MOST_OF_BODY) ?? null;
}
