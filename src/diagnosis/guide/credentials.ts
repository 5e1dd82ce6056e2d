import { showCertificateRequest } from './commands.ts';
import type { Situation } from './situation.ts';
import { type GuideQuestion, type GuideStatement, type GuideStep, known } from './step.ts';

/** Headers that carry credentials. Their names only: the values are nobody's business. */
const CARRIERS = ['cookie', 'authorization'];

/** Whether credentials or a client certificate split or forced the connection, and what the attempt carried. */
export function credentialsStep(situation: Situation): GuideStep {
  return {
    topic: 'credentials',
    known: [...mode(situation), ...carried(situation), ...shown(situation), ...split(situation)],
    missing: question(situation),
    references: [],
  };
}

function mode({ request, connection }: Situation): GuideStatement[] {
  const privacyMode = connection?.privacyMode ?? request.record.privacyMode;
  if (privacyMode === null) return [];
  return [
    known(
      privacyMode
        ? 'It was sent without credentials, and only such requests share its connection.'
        : 'It was sent with credentials allowed, and only such requests share its connection.',
    ),
  ];
}

/** Their absence proves nothing: exports leave them out. */
function carried({ request }: Situation): GuideStatement[] {
  const names = request.record.requestHeaders?.map(({ name }) => name.toLowerCase()) ?? [];
  const found = CARRIERS.filter((name) => names.includes(name));
  return found.length === 0 ? [] : [known(`It carried ${found.join(' and ')}.`)];
}

function shown({ connection }: Situation): GuideStatement[] {
  if (connection?.clientCertificate == null) return [];
  return [
    known(
      connection.clientCertificate
        ? 'The browser showed a client certificate on that connection.'
        : 'The browser showed no client certificate on that connection.',
    ),
  ];
}

function split({ request, analysis }: Situation): GuideStatement[] {
  const { origin } = request.record;
  const found = analysis.findings.find(
    ({ kind, origins }) => kind === 'credentials-split' && origin !== null && origins.includes(origin),
  );
  if (found === undefined) return [];
  const text = 'Its requests with and without credentials go on connections of their own.';
  return [known(text, found.certainty, found.confidence)];
}

/** A host that asks for one is what nginx, Caddy and Apache refuse on another host's connection. */
function question({ connection, about, address }: Situation): GuideQuestion | null {
  if (connection?.clientCertificate === true) return null;
  return {
    text: 'Whether the host asks for a client certificate.',
    command: about === null ? null : showCertificateRequest(about, address),
    expect:
      about === null
        ? null
        : `A line if it does: servers then refuse ${about.host} on connections that were opened without. Nothing if not.`,
  };
}
