import type { HarObject } from '../../model/capture.ts';
import { asArray, asObject, asString } from '../../sources/json.ts';
import type { Sanitiser } from './sanitiser.ts';
import { REDACTED } from './secrets.ts';

type FieldRule = (value: unknown) => unknown;
/** `undefined` takes the field out. */
type Rules = Readonly<Record<string, FieldRule>>;

/** A HAR entry without cookies, credentials, bodies and query values. Sizes and types of bodies stay. */
export function sanitiseHarEntry(entry: HarObject, sanitiser: Sanitiser): HarObject {
  const url = whenText(sanitiser.url);
  const headers = whenList((header) => sanitiseHeader(header, sanitiser));
  const request: Rules = {
    url,
    headers,
    cookies: () => [],
    queryString: whenList(withoutValue),
    // Importers read these two without looking whether they are there.
    postData: fields({ text: () => '', params: () => [], encoding: takenOut }, sanitiser),
  };
  const response: Rules = {
    headers,
    redirectURL: url,
    cookies: () => [],
    content: fields({ text: takenOut, encoding: takenOut }, sanitiser),
  };
  const rules = { request: fields(request, sanitiser), response: fields(response, sanitiser) };
  return asObject(fields(rules, sanitiser)(entry)) ?? {};
}

/** Applies a rule to each field it names; the others are judged by {@link Sanitiser.json}. */
function fields(rules: Rules, sanitiser: Sanitiser): FieldRule {
  return (value) => {
    const object = asObject(value);
    if (object === null) return sanitiser.json(value);
    const known = Object.entries(object).filter(([key]) => Object.hasOwn(rules, key));
    const others = Object.entries(object).filter(([key]) => !Object.hasOwn(rules, key));
    const ruled = known.map(([key, field]): [string, unknown] => [key, rules[key]?.(field)]);
    const judged = Object.entries(asObject(sanitiser.json(Object.fromEntries(others))) ?? {});
    return Object.fromEntries([...ruled.filter(([, field]) => field !== undefined), ...judged]);
  };
}

function takenOut(): undefined {
  return undefined;
}

function whenText(rule: (text: string) => string): FieldRule {
  return (value) => {
    const text = asString(value);
    return text === null ? REDACTED : rule(text);
  };
}

function whenList(rule: FieldRule): FieldRule {
  return (value) => (asArray(value) ?? []).map(rule);
}

function sanitiseHeader(header: unknown, sanitiser: Sanitiser): unknown {
  const name = asString(asObject(header)?.name);
  if (name === null) return { name: REDACTED, value: REDACTED };
  const { value, ...others } = asObject(header) ?? {};
  const text = asString(value);
  const judged = asObject(sanitiser.json(others)) ?? {};
  return { ...judged, name, value: text === null ? null : sanitiser.headerValue(name, text) };
}

function withoutValue(pair: unknown): unknown {
  const name = asString(asObject(pair)?.name) ?? '';
  const value = asObject(pair)?.value;
  // A piece without `=` is a value that readers of URLs take for a name.
  return value === '' ? { name: REDACTED, value } : { name, value: REDACTED };
}
