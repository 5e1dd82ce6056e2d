import type { HarObject } from '../../model/capture.ts';
import { ANNOTATION } from '../../sources/annotated-har/find-annotation.ts';
import { restoredEntry } from '../../sources/annotated-har/restore.ts';
import { asArray, asObject, asString } from '../../sources/json.ts';
import { ADDRESS } from './known/exempt.ts';
import { postValues } from './known/post-values.ts';
import { BODY } from './known/secret-collector.ts';
import type { FieldRule, FieldRules, Sanitiser } from './sanitiser.ts';
import { REDACTED } from './secrets.ts';
import { mapped } from './values.ts';

/** Sanitises HAR entries: removes cookies, credentials, bodies and query values, and keeps sizes and types of bodies. */
export function harEntryRule(sanitiser: Sanitiser): (entry: HarObject) => HarObject {
  const url = whenText(sanitiser.url);
  const headers = whenList((header) => sanitiseHeader(header, sanitiser));
  const cookies: FieldRule = (value) => {
    for (const cookie of asArray(value) ?? []) {
      const object = asObject(cookie);
      sanitiser.noteRemoved(asString(object?.name) ?? 'value', object?.value);
    }
    return [];
  };
  const request: FieldRules = {
    url,
    headers,
    cookies,
    method: whenText(sanitiser.name),
    queryString: whenList((pair) => withoutValue(pair, sanitiser)),
    // `text` and `params` are emptied, not removed: importers read them without checking that they exist.
    postData: fields(
      {
        text: (text) => emptyPost(text, sanitiser),
        params: (pairs) => noParams(pairs, sanitiser),
        encoding: removed,
      },
      sanitiser,
    ),
  };
  const response: FieldRules = {
    headers,
    redirectURL: url,
    cookies,
    content: fields({ text: (text) => noBody(text, sanitiser), encoding: removed }, sanitiser),
  };
  const rules: FieldRules = {
    request: fields(request, sanitiser),
    response: fields(response, sanitiser),
    // Decides which connections could be shared, so it stays as it is.
    serverIPAddress: (value) => (ADDRESS.test(asString(value) ?? '') ? value : sanitiser.json(value)),
    [ANNOTATION]: removed,
  };
  return (entry) => sanitiser.object(asObject(restoredEntry(entry).entry) ?? entry, rules);
}

function emptyPost(text: unknown, sanitiser: Sanitiser): string {
  for (const [name, value] of postValues(asString(text) ?? '')) sanitiser.noteRemoved(name, value);
  return '';
}

function noParams(pairs: unknown, sanitiser: Sanitiser): unknown[] {
  for (const pair of asArray(pairs) ?? []) sanitiser.noteRemoved('params', pair);
  return [];
}

function noBody(text: unknown, sanitiser: Sanitiser): undefined {
  sanitiser.noteRemoved(BODY, text);
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

/** A `value` is sanitised according to the `name` beside it (Sanitiser.object). */

function sanitiseHeader(header: unknown, sanitiser: Sanitiser): unknown {
  const object = asObject(header);
  const name = asString(object?.name);
  if (object === null || name === null) return { name: REDACTED, value: REDACTED };
  const judged = sanitiser.object(object, { name: () => sanitiser.name(name) });
  return typeof object.value === 'string' ? judged : { ...judged, value: null };
}

function withoutValue(pair: unknown, sanitiser: Sanitiser): unknown {
  const name = asString(asObject(pair)?.name) ?? '';
  const value = asObject(pair)?.value;
  // A piece without `=` is a value, but URL parsers report it as a name.
  if (value === '') {
    sanitiser.noteRemoved('value', name);
    return { name: REDACTED, value };
  }
  sanitiser.noteRemoved(name, value);
  return { name: sanitiser.name(name), value: REDACTED };
}
