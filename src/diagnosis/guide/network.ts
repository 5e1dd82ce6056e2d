import { certificateCovers } from '../../analysis/connections/certificate-names.ts';
import type { ConnectionRecord, Protocol } from '../../model/capture.ts';
import { weakerCertainty } from '../../model/certainty.ts';
import { hostOf } from '../../model/origin.ts';
import { isProxied } from '../../model/pool.ts';
import { socketAddress } from '../../model/socket-address.ts';
import { showCertificate } from './commands.ts';
import { ofTheAttempt, type Situation } from './situation.ts';
import { type GuideQuestion, type GuideStatement, type GuideStep, known } from './step.ts';

const PROTOCOLS: Readonly<Record<Protocol, string>> = { 'http/1.1': 'HTTP/1.1', h2: 'HTTP/2', h3: 'HTTP/3' };

/** Which connection it was, to which address, for which name it was opened, and why it could be shared. */
export function networkStep(situation: Situation): GuideStep {
  const { connection } = situation;
  return {
    topic: 'network',
    known: [
      ...carrier(situation),
      ...(connection === null ? [] : [...certificate(situation, connection), ...addresses(situation)]),
      ...(connection === null ? [] : between(situation, connection)),
      ...own(situation),
    ],
    missing: question(situation),
    references: [],
  };
}

/** The connection, its protocol and address, and the name it was opened for. */
function carrier(situation: Situation): GuideStatement[] {
  const { connection, host } = situation;
  if (connection === null) return [];
  const { id, protocol, remote, openedFor, openedForCertainty } = connection;
  const over = protocol === null ? '' : ` over ${PROTOCOLS[protocol]}`;
  const to = remote === null ? '' : ` to ${socketAddress(remote)}`;
  const which = `The 421 came on connection ${id}${over}${to}`;
  if (openedFor === null) return [ofTheAttempt(situation, `${which}.`)];
  const name = openedFor.replace(/^https?:\/\//, '');
  const opened =
    name === host ? 'opened for this host' : `opened for ${name}, the name in its handshake (SNI)`;
  return [ofTheAttempt(situation, `${which}, ${opened}.`, openedForCertainty)];
}

/** Whether its certificate names the host: otherwise no browser shares it. */
function certificate(situation: Situation, { certificate: shown }: ConnectionRecord): GuideStatement[] {
  const name = hostOf(situation.request.record.url);
  if (shown === null || name === null) return [];
  const covers = certificateCovers(shown, name);
  const says = covers ? 'names' : 'does not name';
  const subject = shown.subject || 'without a subject';
  return [ofTheAttempt(situation, `The certificate of that connection (${subject}) ${says} ${name}.`)];
}

/** The addresses of both hosts, where a source has them. */
function addresses({ request, connection, analysis }: Situation): GuideStatement[] {
  const [name, other] = [hostOf(request.record.url), hostOf(connection?.openedFor ?? '')];
  if (name === null || other === null || name === other) return [];
  const [its, others] = [name, other].map((host) => analysis.capture.resolutions.get(host));
  if (its === undefined || others === undefined) return [];
  const common = its.find((address) => others.includes(address));
  const text =
    common === undefined
      ? `${name} and ${other} resolve to different addresses.`
      : `${name} and ${other} both resolve to ${common}.`;
  return [known(text)];
}

/** The connection's ORIGIN frame and proxy. */
function between(situation: Situation, { originFrame, proxy }: ConnectionRecord): GuideStatement[] {
  const { origin } = situation.request.record;
  const lists = origin !== null && originFrame?.includes(origin) ? 'lists' : 'does not list';
  return [
    ...(originFrame === null
      ? []
      : [
          ofTheAttempt(situation, `The server's ORIGIN frame on that connection ${lists} ${situation.host}.`),
        ]),
    ...(isProxied(proxy) ? [ofTheAttempt(situation, `The connection goes through a proxy: ${proxy}.`)] : []),
  ];
}

/** What the host answered to the re-send. */
function own(situation: Situation): GuideStatement[] {
  const { resent } = situation;
  if (resent === null) return [];
  const { attempt, connection } = resent;
  const on = connection === null ? 'another connection' : `connection ${connection.id}`;
  const resentOn = `When the request was re-sent on ${on}`;
  const text = attempt.misdirected
    ? `${resentOn}, it got 421 again: sharing is not the reason.`
    : `${resentOn}, ${attempt.status === null ? 'it did not get 421' : `the response was ${attempt.status}`}.`;
  // No more certain than the attempt that it repeats.
  const certainty = weakerCertainty(attempt.certainty, situation.attempt.certainty);
  return [known(text, certainty, Math.min(attempt.confidence, situation.attempt.confidence))];
}

function question({ connection, about, other, address, secure }: Situation): GuideQuestion | null {
  if (!secure) return null;
  if (connection !== null && connection.certificate !== null) return null;
  const place = other ?? about;
  return {
    text:
      connection === null
        ? 'Which connection the 421 came on, and which hosts its certificate names.'
        : 'Which hosts the certificate of that connection names.',
    command: place === null ? null : showCertificate(place, address),
    expect:
      place === null
        ? null
        : `It prints the hosts for which browsers may share a connection to ${place.host}.`,
  };
}
