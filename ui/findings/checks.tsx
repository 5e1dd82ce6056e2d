import type { Check } from '../../src/diagnosis/finding.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { CodeLines } from './code-lines.tsx';

interface ChecksProps {
  readonly checks: readonly Check[];
  readonly log: string | null;
  /** Whether the finding has nothing else to do: then the check is what one came for. */
  readonly isFirst: boolean;
}

/** How to verify the finding and its fix: commands to copy, and the line in the server's log. */
export function Checks({ checks, log, isFirst }: ChecksProps) {
  if (checks.length === 0 && log === null) return null;
  return (
    <details class="verify" open={isFirst}>
      <summary>How to check</summary>
      {checks.map(({ command, expect }) => (
        <div class="verify-step" key={command}>
          <div class="remedy-body">
            <p>
              <Untrusted text={expect} />
            </p>
            <CodeLines text={command} />
          </div>
          <CopyButton text={command} label="Copy the command" />
        </div>
      ))}
      {log !== null && (
        <p>
          <b>In the server's log:</b> <Untrusted text={log} />
        </p>
      )}
    </details>
  );
}
