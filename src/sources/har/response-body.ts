import { isBodyKept, MOST_OF_BODY } from '../../model/answer-body.ts';
import { asObject, asString, type JsonObject } from '../json.ts';

/**
 * The beginning of the body of an answer whose body tells who wrote it; null of every other, where the HAR leaves it
 * out (Chrome's has it only once somebody asked for it), and where it is encoded: error pages are plain text.
 */
export function keptBody(response: JsonObject, status: number | null): string | null {
  const content = asObject(response.content);
  if (!isBodyKept(status) || content === null || asString(content.encoding)) return null;
  return asString(content.text)?.slice(0, MOST_OF_BODY) ?? null;
}
