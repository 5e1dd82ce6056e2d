import type { Finding, Fix } from '../../src/diagnosis/finding.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { CodeLines } from './code-lines.tsx';

/** The cause and its fixes: the first in full, the others collapsed; a general remedy where the sender is unknown. */
export function Fixes({ finding: { cause, fixes, remedy } }: { readonly finding: Finding }) {
  const [first, ...others] = fixes;
  return (
    <>
      {cause !== null && (
        <p>
          <b>Cause:</b> <Untrusted text={cause} />
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
    </>
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
