import { testWords } from '../../src/diagnosis/causes/test-words.ts';
import type { Finding, Fix, RankedCause } from '../../src/diagnosis/finding.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { CodeLines } from './code-lines.tsx';

/** The cause and its fixes: the first in full, the others collapsed; a general remedy where the sender is unknown. */
export function Fixes({ finding: { cause, causes, fixes, remedy } }: { readonly finding: Finding }) {
  const [first, ...others] = fixes;
  const [mostLikely, ...otherCauses] = causes;
  const test = otherCauses.length === 0 ? null : testWords(causes);
  return (
    <>
      {cause !== null && (
        <p>
          <b>Cause:</b> <Untrusted text={cause} />
        </p>
      )}
      {mostLikely !== undefined && <EvidenceList cause={mostLikely} />}
      {test !== null && (
        <p>
          <b>To tell it apart from the {otherCauses.length === 1 ? 'other cause' : 'other causes'}:</b>{' '}
          <Untrusted text={test} />
        </p>
      )}
      {first === undefined && remedy !== null && <FixBox fix={{ title: remedy, snippet: null }} />}
      {first !== undefined && <FixBox fix={first} />}
      {others.length > 0 && (
        <details class="other-fixes">
          <summary>{others.length === 1 ? 'Another way' : `${others.length} other ways`}</summary>
          {others.map((fix) => (
            <FixBox key={fix.title} fix={fix} />
          ))}
        </details>
      )}
      {otherCauses.length > 0 && (
        <details class="other-fixes">
          <summary>
            {otherCauses.length === 1
              ? 'Another cause also fits'
              : `${otherCauses.length} other causes also fit`}
          </summary>
          {otherCauses.map((other) => (
            <OtherCause key={other.text} cause={other} />
          ))}
        </details>
      )}
    </>
  );
}

function OtherCause({ cause }: { readonly cause: RankedCause }) {
  return (
    <>
      <p>
        <b>Cause:</b> <Untrusted text={cause.text} />
      </p>
      <EvidenceList cause={cause} />
      {cause.fixes.map((fix) => (
        <FixBox key={fix.title} fix={fix} />
      ))}
    </>
  );
}

/** What was weighed for and against a cause. */
function EvidenceList({ cause: { evidence } }: { readonly cause: RankedCause }) {
  if (evidence.length === 0) return null;
  return (
    <ul class="evidence">
      {evidence.map(({ for: speaksFor, fact }) => (
        <li key={fact}>
          <b>{speaksFor ? 'For:' : 'Against:'}</b> <Untrusted text={fact} />
        </li>
      ))}
    </ul>
  );
}

function FixBox({ fix: { title, snippet } }: { readonly fix: Fix }) {
  return (
    <div class="remedy">
      <div class="remedy-body">
        <p>
          <b>Fix:</b> <Untrusted text={title} class="remedy-text" />
        </p>
        {snippet !== null && <CodeLines text={snippet} />}
      </div>
      <CopyButton text={snippet ?? title} label="Copy the fix" />
    </div>
  );
}
