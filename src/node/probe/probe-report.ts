import type { Fix, RankedCause } from '../../diagnosis/finding.ts';
import type { Header } from '../../model/capture.ts';
import { firstFieldValue } from '../../model/header-fields.ts';
import type { Tool } from '../../report/json/report.ts';
import { Sanitiser } from '../../report/sanitise/sanitiser.ts';
import { hostOf, type Probed, type ProbeTarget } from './probe.ts';
import { causeOf } from './probe-cause.ts';
import type { Asked } from './probe-response.ts';
import { sniFor } from './tls-connection.ts';
import { differingHeaders, type Verdict, verdictOf } from './verdict.ts';

/** What `coalescope probe --format json` prints. Fields may be added within version 1. */
export interface ProbeReport {
  readonly format: 'coalescope-probe';
  readonly version: 1;
  readonly tool: Tool;
  readonly url: string;
  /** The name that the shared connection was opened for; null with `--no-sni`. */
  readonly sni: string | null;
  readonly verdict: Verdict;
  /** What prevents a browser from sharing this connection, as sentences; empty when nothing was found. */
  readonly notShared: readonly string[];
  readonly answers: {
    /** Null with `--no-sni`, where there is no other host. */
    readonly control: ReportedAnswer | null;
    readonly apart: ReportedAnswer;
    readonly own: ReportedAnswer;
  };
  /** The requests in turn (`--with`), in the order in which they were sent. */
  readonly turns: readonly ReportedTurn[];
  /** What has to be known about how the probe asked, as sentences. */
  readonly notes: readonly string[];
  /** Names of headers in which the responses on the shared and the own connection differ; see `CHANGING`. */
  readonly differingHeaders: readonly string[];
  readonly cause: string | null;
  /** All causes that fit, the most likely first, with what is known for and against each. */
  readonly causes: readonly RankedCause[];
  readonly fixes: readonly Fix[];
  readonly log: string | null;
}

export interface ReportedAnswer extends Omit<Asked, 'answer' | 'certificate'> {
  readonly status: number | null;
  readonly error: string | null;
  readonly server: string | null;
  readonly headers: readonly Header[];
  /** The certificate's names. */
  readonly names: readonly string[] | null;
}

export interface ReportedTurn extends ReportedAnswer {
  /** The host that was requested before it on the same connection; null for the first. */
  readonly previous: string | null;
  /** Counted from 1. */
  readonly connection: number;
}

/** Compares the responses, and names who sent them and what to change. Without cookies and credentials. */
export function probeReport(target: ProbeTarget, all: Probed, tool: Tool): ProbeReport {
  const sanitiser = new Sanitiser();
  const verdict = verdictOf(all);
  const { apart, own, control } = all;
  const { cause, causes, fixes, log } = causeOf(target, all, verdict);
  return {
    format: 'coalescope-probe',
    version: 1,
    tool: { name: tool.name, version: tool.version },
    url: sanitiser.url(target.url.href),
    sni: target.sni,
    verdict,
    notShared: target.sni === null ? [] : obstacles(target, all),
    answers: {
      control: control === null ? null : reported(control, sanitiser),
      apart: reported(apart, sanitiser),
      own: reported(own, sanitiser),
    },
    turns: all.turns.map(({ asked, ...turn }) => ({ ...reported(asked, sanitiser), ...turn })),
    notes: notesOn(target),
    differingHeaders: own.answer.status === null ? [] : differingHeaders(apart.answer, own.answer),
    cause,
    causes,
    fixes,
    log,
  };
}

function notesOn({ url }: ProbeTarget): string[] {
  const host = hostOf(url);
  if (sniFor(host) !== null) return [];
  return [`${host} is an address, and an address is no SNI name (RFC 6066 section 3): none was sent for it.`];
}

function reported({ answer, certificate, ...rest }: Asked, sanitiser: Sanitiser): ReportedAnswer {
  const server = firstFieldValue(answer.headers, 'server');
  return {
    ...rest,
    status: answer.status,
    error: answer.error,
    server,
    headers: sanitiser.headers(answer.headers),
    names: certificate?.names ?? null,
  };
}

/** Browsers share only HTTP/2 and HTTP/3, to the same address, with a certificate that covers the host. */
function obstacles({ alpn }: ProbeTarget, { apart, own }: Probed): string[] {
  const seen: string[] = [];
  // With --alpn http/1.1, the server was not asked for anything else.
  if (apart.protocol === 'http/1.1' && alpn?.includes('h2') !== false) {
    seen.push('The server supports only HTTP/1.1, which is never shared.');
  }
  if (apart.covers === false) {
    seen.push(`The certificate on the connection opened for ${apart.sni} does not cover ${apart.authority}.`);
  }
  if (own.address !== null && own.address !== apart.address) {
    seen.push(`The two names have different addresses here (${apart.address} and ${own.address}).`);
  }
  return seen;
}
