import type { Severity } from '../../src/analysis/analysis.ts';
import { costWords } from '../../src/diagnosis/cost-words.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import { findingBasis } from '../../src/diagnosis/statements/finding-basis.ts';
import type { RequestId } from '../../src/model/capture.ts';
import { CertaintyMark } from '../parts/certainty.tsx';
import { ConnectionLink, ReferenceLink } from '../parts/links.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { useStore } from '../store/context.ts';
import { Checks } from './checks.tsx';
import { ConcernedList } from './concerned-list.tsx';
import { Fixes } from './fixes.tsx';
import { OwnCode } from './own-code.tsx';
import { SenderLine } from './sender-line.tsx';

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
};

interface FindingCardProps {
  readonly finding: Finding;
  /** The request whose details show the card: it needs no link to itself. */
  readonly about?: RequestId;
}

/** One finding: what happened and why, who sent the response, the fixes, how to check, certainty, requests. */
export function FindingCard({ finding, about }: FindingCardProps) {
  const { severity, title, explanation, sender, references, connections } = finding;
  return (
    <article class={`finding finding-${severity}`}>
      <h4>
        <span class={`severity severity-${severity}`}>{SEVERITY_WORDS[severity]}</span>{' '}
        <Untrusted text={title} />
      </h4>
      <p>
        <Untrusted text={explanation} />
      </p>
      {finding.cost !== null && (
        <p class="finding-cost">
          <b>Cost:</b> {costWords(finding.cost)}
        </p>
      )}
      {sender !== null && <SenderLine sender={sender} />}
      <Fixes finding={finding} />
      <Checks
        checks={finding.verify}
        log={finding.log}
        isFirst={finding.kind === 'wrong-answer-suspected-unverified'}
      />
      {about === undefined && <GuideLink finding={finding} />}
      {mayBeOwnCode(finding) && <OwnCode />}
      <ConcernedList finding={finding} about={about} />
      {connections.length > 0 && connections.length <= 4 && (
        <p class="finding-connections">
          {connections.map((id) => (
            <ConnectionLink key={id} id={id} />
          ))}
        </p>
      )}
      <p class="finding-foot">
        <FindingCertainty finding={finding} />
        {references.map((reference) => (
          <ReferenceLink key={reference.url} reference={reference} />
        ))}
      </p>
    </article>
  );
}

/** How certain it is, and the evidence for that where it is inferred. */
function FindingCertainty({ finding }: { readonly finding: Finding }) {
  const analysis = useStore().analysis.value;
  const basis = analysis === null ? null : findingBasis(finding, analysis);
  const { certainty, confidence } = finding;
  return <CertaintyMark certainty={certainty} confidence={confidence} basis={basis ?? undefined} />;
}

/** Opens the guide, which is in the details of the finding's first request. */
function GuideLink({ finding: { guide, requests } }: { readonly finding: Finding }) {
  const store = useStore();
  const [request] = requests;
  if (guide.length === 0 || request === undefined) return null;
  return (
    <p>
      <button type="button" class="link" onClick={() => store.activate({ kind: 'request', request })}>
        Step by step: logs, network, credentials, configuration, updates
      </button>
    </p>
  );
}

/** True when the sender is unknown or is a rule in an application. */
function mayBeOwnCode({ sender, verify }: Finding): boolean {
  if (sender === null || verify.length === 0) return false;
  return sender.product === null || sender.product === 'host-allow-list' || sender.product === 'keycloak';
}
