import type { Certificate } from '../model/capture.ts';
import { asArray, asObject, asString } from './json.ts';

// Parts of Chromium's DevTools protocol that its HAR exporter copies unchanged.

/** `Network.Initiator`: its URL, else the first URL in its call stack. */
export function initiatorUrl(value: unknown): string | null {
  const initiator = asObject(value);
  const url = asString(initiator?.url);
  if (url) return url;
  let stack = asObject(initiator?.stack);
  // Asynchronous calls nest. The limit is needed because the depth comes from a file.
  for (let depth = 0; stack !== null && depth < 32; depth += 1) {
    for (const frame of asArray(stack.callFrames) ?? []) {
      const frameUrl = asString(asObject(frame)?.url);
      if (frameUrl) return frameUrl;
    }
    stack = asObject(stack.parent);
  }
  return null;
}

/** `Network.SecurityDetails`; null without its list of names, which is the part that is needed. */
export function certificateOf(value: unknown): Certificate | null {
  const details = asObject(value);
  const names = asArray(details?.sanList)?.filter((name) => typeof name === 'string');
  if (details === null || names === undefined) return null;
  return { subject: asString(details.subjectName) ?? '', issuer: asString(details.issuer) ?? '', names };
}
