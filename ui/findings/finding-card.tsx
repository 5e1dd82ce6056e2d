import type { Severity } from '../../src/analysis/analysis.ts';
import type { Finding, Sender } from '../../src/diagnosis/finding.ts';
import type { RequestId } from '../../src/model/capture.ts';
import { CertaintyMark } from '../parts/certainty.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { ConnectionLink, ReferenceLink } from '../parts/links.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { visible } from '../text/visible.ts';
import { FindingRequests } from './finding-requests.tsx';

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
};

interface FindingCardProps {
  readonly finding: Finding;
  /** The request in whose details it stands: it needs no link to itself. */
  readonly about?: RequestId;
}

/** One finding: what, why, who sent it, the fix, how sure, and what it is about. */
export function FindingCard({ finding, about }: FindingCardProps) {
  const { severity, title, explanation, remedy, sender, references, connections } = finding;
  return (
    <article class={`finding finding-${severity}`}>
      <h4>
        <span class={`severity severity-${severity}`}>{SEVERITY_WORDS[severity]}</span>{' '}
        <Untrusted text={title} />
      </h4>
      <p>
        <Untrusted text={explanation} />
      </p>
      {sender !== null && <SenderLine sender={sender} />}
      {remedy !== null && <Remedy remedy={remedy} />}
      <FindingRequests requests={finding.requests.filter((id) => id !== about)} />
      {connections.length > 0 && connections.length <= 4 && (
        <p class="finding-connections">
          {connections.map((id) => (
            <ConnectionLink key={id} id={id} />
          ))}
        </p>
      )}
      <p class="finding-foot">
        <CertaintyMark certainty={finding.certainty} confidence={finding.confidence} />
        {references.map((reference) => (
          <ReferenceLink key={reference.url} reference={reference} />
        ))}
      </p>
    </article>
  );
}

function Remedy({ remedy }: { readonly remedy: string }) {
  return (
    <div class="remedy">
      <p>
        <b>Fix:</b> <span class="remedy-text">{remedy.split('\n').map(line)}</span>
      </p>
      <CopyButton text={remedy} label="Copy the fix" />
    </div>
  );
}

/** Only line breaks may lay out a remedy: it is otherwise text like any that holds a server's names. */
function line(text: string, index: number) {
  return <bdi key={index}>{visible(text)}</bdi>;
}

function SenderLine({ sender: { product, behind, confidence } }: { readonly sender: Sender }) {
  if (product === null) return null;
  const surely = confidence >= 0.95 ? '' : ` (${Math.round(confidence * 100)} % sure)`;
  return (
    <p>
      Sent by: {visible(product)}
      {behind !== null && `, passed on by ${visible(behind)}`}
      {surely}
    </p>
  );
}
