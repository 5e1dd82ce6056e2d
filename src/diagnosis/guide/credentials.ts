import type { Analysis, FindingFacts } from '../../analysis/analysis.ts';
import type { Origin } from '../../model/origin.ts';
import { showCertificateRequest } from './commands.ts';
import { ofTheAttempt, type Situation } from './situation.ts';
import { type GuideQuestion, type GuideStatement, type GuideStep, known } from './step.ts';

/** Headers that carry credentials. Only their names are shown, never their values. */
const CARRIERS = ['cookie', 'authorization'];

/** Whether credentials or a client certificate decided which connection was used, and what the attempt carried. */
export function credentialsStep(situation: Situation): GuideStep {
  return {
    topic: 'credentials',
    known: [...mode(situation), ...carried(situation), ...shown(situation), ...split(situation)],
    missing: question(situation),
    references: [],
  };
}

function mode(situation: Situation): GuideStatement[] {
  const { request, connection } = situation;
  const privacyMode = connection?.privacyMode ?? request.record.privacyMode;
  if (privacyMode === null) return [];
  return [
    ofTheAttempt(
      situation,
      privacyMode
        ? 'The request was sent without credentials, and only such requests share its connection.'
        : 'The request was sent with credentials allowed, and only such requests share its connection.',
    ),
  ];
}

/** Their absence proves nothing: exports omit them. */
function carried({ request }: Situation): GuideStatement[] {
  const names = request.record.requestHeaders?.map(({ name }) => name.toLowerCase()) ?? [];
  const found = CARRIERS.filter((name) => names.includes(name));
  return found.length === 0 ? [] : [known(`The request carried these headers: ${found.join(', ')}.`)];
}

function shown(situation: Situation): GuideStatement[] {
  const { connection } = situation;
  if (connection?.clientCertificate == null) return [];
  return [
    ofTheAttempt(
      situation,
      connection.clientCertificate
        ? 'The browser sent a client certificate on that connection.'
        : 'The browser sent no client certificate on that connection.',
    ),
  ];
}

/** Needed for every misdirected request, so each analysis is searched once. */
const splits = new WeakMap<Analysis, ReadonlyMap<Origin, FindingFacts>>();

function splitsOf(analysis: Analysis): ReadonlyMap<Origin, FindingFacts> {
  const known = splits.get(analysis);
  if (known !== undefined) return known;
  const byOrigin = new Map<Origin, FindingFacts>();
  for (const finding of analysis.findings) {
    if (finding.kind !== 'credentials-split') continue;
    for (const origin of finding.origins) if (!byOrigin.has(origin)) byOrigin.set(origin, finding);
  }
  splits.set(analysis, byOrigin);
  return byOrigin;
}

function split({ request, analysis }: Situation): GuideStatement[] {
  const found = splitsOf(analysis).get(request.record.origin ?? '');
  if (found === undefined) return [];
  const text = 'Requests to this host with and without credentials use separate connections.';
  return [known(text, found.certainty, found.confidence)];
}

/** nginx, Caddy and Apache refuse a host that asks for one on another host's connection. */
function question({ connection, about, address, secure }: Situation): GuideQuestion | null {
  if (!secure || connection?.clientCertificate === true) return null;
  return {
    text: 'Whether the host asks for a client certificate.',
    command: about === null ? null : showCertificateRequest(about, address),
    expect:
      about === null
        ? null
        : `It prints a line if the host does: servers then refuse ${about.host} on connections that were opened without a client certificate. Otherwise it prints nothing.`,
  };
}
