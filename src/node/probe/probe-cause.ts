import { type Explanation, explain, failureNames, NO_EXPLANATION } from '../../diagnosis/causes/explain.ts';
import type { Sender } from '../../diagnosis/finding.ts';
import { plainOrigin, plainPath } from '../../diagnosis/plain-names.ts';
import { recognise } from '../../diagnosis/recognise/recognise.ts';
import { hostRefusal } from './host-refusal.ts';
import type { Probed, ProbeTarget } from './probe.ts';
import type { Verdict, VerdictKind } from './verdict.ts';

/** The same causes as those of the findings. None where the responses alone do not decide between them. */
export function causeOf(target: ProbeTarget, { apart, own }: Probed, verdict: Verdict): Explanation {
  const { kind, severity } = verdict;
  // The causes are about a request with another name in the handshake, and the order points to a proxy in front.
  if (severity === 'info' || target.sni === null || kind === 'depends-on-order') return NO_EXPLANATION;
  const origin = plainOrigin(target.url.origin);
  const isRefusal = apart.answer.status === 421 || hostRefusal(apart.answer) !== null;
  return explain(apart.sender ?? writerOf(kind, apart), {
    kind: isRefusal ? 'misdirected' : 'misrouted',
    ...failureNames(origin, target.sni),
    secure: true,
    always: kind === 'misdirected-always' || kind === 'refused-always',
    protocol: apart.protocol,
    requiresHttp1: own.answer.error === 'NGHTTP2_HTTP_1_1_REQUIRED',
    succeededOver: null,
    variesOnConnection: false,
    path: plainPath(target.url.href),
    version: null,
  });
}

/** Who sent a successful response that was not meant for this host. Other successful responses need no explanation. */
function writerOf(kind: VerdictKind, { answer }: Probed['apart']): Sender | null {
  return kind === 'other-hosts-page' || kind === 'different-answer' ? recognise(answer) : null;
}
