import type { HarObject } from '../../model/capture.ts';
import { asArray, asObject, asString } from '../../sources/json.ts';
import { type FieldRule, type FieldRules, mapped, type Sanitiser } from './sanitiser.ts';
import { REDACTED } from './secrets.ts';

/** Sanitises HAR entries: removes cookies, credentials, bodies and query values, and keeps sizes and types of bodies. */
export function harEntryRule(sanitiser: Sanitiser): (entry: HarObject) => HarObject {
  const url = whenText(sanitiser.url);
  const headers = whenList((header) => sanitiseHeader(header, sanitiser));
  const request: FieldRules = {
    url,
    headers,
    cookies: () => [],
    queryString: whenList(withoutValue),
    // `text` and `params` are emptied, not removed: importers read them without checking that they exist.
    postData: fields({ text: () => '', params: () => [], encoding: removed }, sanitiser),
  };
  const response: FieldRules = {
    headers,
    redirectURL: url,
    cookies: () => [],
    content: fields({ text: removed, encoding: removed }, sanitiser),
  };
  const rules = { request: fields(request, sanitiser), response: fields(response, sanitiser) };
  return (entry) => sanitiser.object(entry, rules);
}

/** Applies the rules to the fields they name; {@link Sanitiser.json} handles the others. */
function fields(rules: FieldRules, sanitiser: Sanitiser): FieldRule {
  return (value) => {
    const object = asObject(value);
    return object === null ? sanitiser.json(value) : sanitiser.object(object, rules);
  };
}

function removed(): undefined {
  return undefined;
}

function whenText(rule: (text: string) => string): FieldRule {
  return (value) => {
    const text = asString(value);
    return text === null ? REDACTED : rule(text);
  };
}

function whenList(rule: FieldRule): FieldRule {
  return (value) => mapped(asArray(value) ?? [], rule);
}

/** Names are kept; a `value` is sanitised according to the `name` beside it (Sanitiser.object). */
const HEADER_NAME: FieldRules = { name: (name) => name };

function sanitiseHeader(header: unknown, sanitiser: Sanitiser): unknown {
  const object = asObject(header);
  const name = asString(object?.name);
  if (object === null || name === null) return { name: REDACTED, value: REDACTED };
  const judged = sanitiser.object(object, HEADER_NAME);
  return typeof object.value === 'string' ? judged : { ...judged, value: null };
}

function withoutValue(pair: unknown): unknown {
  const name = asString(asObject(pair)?.name) ?? '';
  const value = asObject(pair)?.value;
  // A piece without `=` is a value, but URL parsers report it as a name.
  return value === '' ? { name: REDACTED, value } : { name, value: REDACTED };
}
