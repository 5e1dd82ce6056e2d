import { explain, failureNames } from '../../diagnosis/causes/explain.ts';
import type { Fix, Sender } from '../../diagnosis/finding.ts';
import { plainOrigin } from '../../diagnosis/plain-names.ts';
import { recognise } from '../../diagnosis/recognise/recognise.ts';
import type { Header } from '../../model/capture.ts';
import { firstFieldValue } from '../../model/header-fields.ts';
import type { Tool } from '../../report/json/report.ts';
import { Sanitiser } from '../../report/sanitise/sanitiser.ts';
import type { ProbeTarget } from './probe.ts';
import type { Asked } from './probe-response.ts';
import { type Asked3, differingHeaders, type Verdict, verdictOf } from './verdict.ts';

/** What `coalescope probe --format json` prints. Fields may be added within version 1. */
export interface ProbeReport {
  readonly format: 'coalescope-probe';
  readonly version: 1;
  readonly tool: Tool;
  readonly url: string;
  readonly sni: string;
  readonly verdict: Verdict;
  /** What prevents a browser from sharing this connection, as sentences; empty when nothing was found. */
  readonly notShared: readonly string[];
  readonly answers: Readonly<Record<keyof Asked3, ReportedAnswer>>;
  /** Names of headers in which the responses on the shared and the own connection differ; see `CHANGING`. */
  readonly differingHeaders: readonly string[];
  readonly cause: string | null;
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

/** Compares the responses, and names who sent them and what to change. Without cookies and credentials. */
export function probeReport(target: ProbeTarget, all: Asked3, tool: Tool): ProbeReport {
  const sanitiser = new Sanitiser();
  const verdict = verdictOf(all);
  const { apart, own, control } = all;
  const origin = plainOrigin(target.url.origin);
  const misdirected = apart.answer.status === 421;
  const explained = explain(apart.sender ?? writerOf(verdict, apart), {
    kind: misdirected ? 'misdirected' : 'misrouted',
    ...failureNames(origin?.host ?? null, target.sni, origin?.port ?? null),
    always: verdict.kind === 'misdirected-always',
    protocol: apart.protocol,
    requiresHttp1: own.answer.error === 'NGHTTP2_HTTP_1_1_REQUIRED',
    version: null,
  });
  const helps = verdict.severity !== 'info';
  return {
    format: 'coalescope-probe',
    version: 1,
    tool: { name: tool.name, version: tool.version },
    url: sanitiser.url(target.url.href),
    sni: target.sni,
    verdict,
    notShared: obstacles(all),
    answers: {
      control: reported(control, sanitiser),
      apart: reported(apart, sanitiser),
      own: reported(own, sanitiser),
    },
    differingHeaders: own.answer.status === null ? [] : differingHeaders(apart.answer, own.answer),
    cause: helps ? explained.cause : null,
    fixes: helps ? explained.fixes : [],
    log: helps ? explained.log : null,
  };
}

/** Who sent a successful response that was not meant for this host. Other successful responses need no explanation. */
function writerOf({ kind }: Verdict, { answer }: Asked): Sender | null {
  return kind === 'other-hosts-page' || kind === 'different-answer' ? recognise(answer) : null;
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
function obstacles({ apart, own }: Asked3): string[] {
  const seen: string[] = [];
  if (apart.protocol === 'http/1.1') seen.push('The server supports only HTTP/1.1, which is never shared.');
  if (apart.covers === false) {
    seen.push(`The certificate on the connection opened for ${apart.sni} does not cover ${apart.authority}.`);
  }
  if (own.address !== null && own.address !== apart.address) {
    seen.push(`The two names have different addresses here (${apart.address} and ${own.address}).`);
  }
  return seen;
}
