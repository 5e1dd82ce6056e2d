import { hostRefusal } from '../../analysis/misrouting/host-refusal.ts';
import { type Explanation, explain, NO_EXPLANATION } from '../../diagnosis/causes/explain.ts';
import { failureNames } from '../../diagnosis/causes/failure-names.ts';
import type { Sender } from '../../diagnosis/finding.ts';
import { plainOrigin, plainPath } from '../../diagnosis/plain-names.ts';
import { recognise } from '../../diagnosis/recognise/recognise.ts';
import type { Probed, ProbeTarget } from './probe.ts';
import type { Asked } from './probe-response.ts';
import type { Verdict, VerdictKind } from './verdict.ts';

/** The same causes as those of the findings, the most likely first; none where no response shows one. */
export function causeOf(target: ProbeTarget, probed: Probed, { kind, severity }: Verdict): Explanation {
  const { own } = probed;
  const varies = kind === 'depends-on-order';
  const about = varies ? refusedInTurn(probed) : probed.apart;
  if (severity === 'info' || about === null) return NO_EXPLANATION;
  const origin = plainOrigin(target.url.origin);
  const isRefusal = about.answer.status === 421 || hostRefusal(about.answer) !== null;
  const isOwnGood = own.answer.status !== null && own.answer.status < 400;
  return explain(about.sender ?? writerOf(kind, about), {
    kind: isRefusal ? 'misdirected' : 'misrouted',
    ...failureNames([{ about: origin, other: target.sni }]),
    secure: true,
    withoutSni: about.sni === null,
    always: kind === 'misdirected-always' || kind === 'refused-always',
    protocol: about.protocol,
    requiresHttp1: own.answer.error === 'NGHTTP2_HTTP_1_1_REQUIRED',
    succeededOver: isOwnGood ? own.protocol : null,
    variesOnConnection: varies,
    path: plainPath(target.url.href),
    version: null,
  });
}

/** The request for the host in question that got 421 in one place of the order. */
function refusedInTurn({ apart, turns }: Probed): Asked | null {
  const all = [apart, ...turns.map(({ asked }) => asked)];
  const own = all.filter(({ authority }) => authority === apart.authority);
  return own.find(({ answer }) => answer.status === 421) ?? null;
}

/** Who sent a successful response that was not meant for this host. Other successful responses need no explanation. */
function writerOf(kind: VerdictKind, { answer }: Asked): Sender | null {
  return kind === 'other-hosts-page' || kind === 'different-answer' ? recognise(answer) : null;
}
