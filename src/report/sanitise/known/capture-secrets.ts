import type { Analysis } from '../../../analysis/analysis.ts';
import type { Capture, RequestRecord } from '../../../model/capture.ts';
import { restoredLog } from '../../../sources/annotated-har/restore.ts';
import { asObject } from '../../../sources/json.ts';
import { harEntryRule } from '../har-entry.ts';
import { Sanitiser } from '../sanitiser.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { BODY, SecretCollector } from './secret-collector.ts';

/**
 * A sanitiser that knows the secrets of a capture. They are found by sanitising everything once and noting what is
 * removed, so that nothing can be removed in one place without being known in the others.
 */
export function sanitiserOf({ capture }: Pick<Analysis, 'capture'>): Sanitiser {
  return new Sanitiser({ known: secretsOf(capture) });
}

function secretsOf(capture: Capture): KnownSecrets {
  const collector: SecretCollector = new SecretCollector({
    url: (url) => sanitiser.url(url),
    header: (name, value) => sanitiser.headerValue(name, value),
  });
  const sanitiser = new Sanitiser({ note: collector.note });
  const entry = harEntryRule(sanitiser);
  for (const record of capture.requests) {
    if (record.har !== null) entry(record.har);
    noteRecord(record, sanitiser);
  }
  for (const { closeReason } of capture.connections) if (closeReason !== null) sanitiser.text(closeReason);
  for (const { message } of capture.problems) sanitiser.text(message);
  for (const { entry: unread } of capture.unreadEntries) {
    const object = asObject(unread);
    if (object === null) sanitiser.noteRemoved('value', unread);
    else entry(object);
  }
  if (capture.harLog !== null) sanitiser.json(restoredLog(capture.harLog));
  return collector.known(publicTexts(capture));
}

function noteRecord(record: RequestRecord, sanitiser: Sanitiser): void {
  sanitiser.headers(record.requestHeaders ?? []);
  sanitiser.headers(record.responseHeaders ?? []);
  for (const url of [record.url, record.initiator, record.redirectedTo]) if (url !== null) sanitiser.url(url);
  if (record.error !== null) sanitiser.text(record.error);
  if (record.responseBody !== null) sanitiser.noteRemoved(BODY, record.responseBody);
  for (const { answerHeaders, error } of record.attempts) {
    if (error !== null) sanitiser.text(error);
    if (answerHeaders !== null) sanitiser.headers(answerHeaders);
  }
}

/** Hosts, addresses and names in certificates. */
function publicTexts(capture: Capture): Set<string> {
  const texts = new Set<string>();
  const add = (text: string | null | undefined) => {
    if (text !== null && text !== undefined) texts.add(text.toLowerCase());
  };
  for (const { origin, remote } of capture.requests) {
    add(origin);
    add(remote?.address);
  }
  for (const { openedFor, remote, certificate } of capture.connections) {
    add(openedFor);
    add(remote?.address);
    for (const name of certificate?.names ?? []) add(name.replace(/^\*/, ''));
  }
  for (const { names } of capture.certificates.values())
    for (const name of names) add(name.replace(/^\*/, ''));
  for (const [host, addresses] of capture.resolutions) {
    add(host);
    for (const address of addresses) add(address);
  }
  for (const origin of capture.elsewhere.keys()) add(origin);
  return texts;
}
