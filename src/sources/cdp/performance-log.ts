import { asObject, asString, type JsonObject, parseJson } from '../json.ts';

// ChromeDriver's performance log (`goog:loggingPrefs`): each entry wraps one DevTools protocol event. ChromeDriver makes
// `{"message": {"method", "params"}, "webview"}`, and WebDriver puts that as text into `{"level", "message", "timestamp"}`.
// Clients save either form.

/** An entry whose `message` is an object, or text that holds one. */
export const PERFORMANCE_MESSAGE = /"message"\s*:\s*(?:\{|"(?:\s|\\[nrt])*\{)/;
/** The method of a DevTools protocol event, in either form. */
export const PERFORMANCE_EVENT = /"method\\?"\s*:\s*\\?"[A-Z]\w*\.\w/;

/** The DevTools protocol event within an entry of a performance log; null for anything else. */
export function performanceEvent(entry: JsonObject): JsonObject | null {
  const text = asString(entry.message);
  const message = asObject(text === null ? entry.message : parseJson(text));
  if (message === null) return null;
  return asString(message.method) === null ? asObject(message.message) : message;
}
