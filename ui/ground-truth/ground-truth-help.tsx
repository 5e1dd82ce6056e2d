import type { GroundTruthHost } from '../host.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { useStore } from '../store/context.ts';

const NET_EXPORT = 'chrome://net-export';

/** Why ground truth could not be recorded, and the two ways to get it. */
export function GroundTruthHelp({ groundTruth }: { readonly groundTruth: GroundTruthHost }) {
  const { port } = useStore().joiner;
  const { value } = groundTruth.state;
  if (value.state !== 'failed') return null;
  const command = groundTruth.commandLine(port.value);
  return (
    <div class="ground-truth-help">
      <p class="is-misdirected" role="alert">
        {value.reason}
      </p>
      <p>
        Start the browser like this, add Coalescope to the new profile, and record again:
        <span class="command-line">
          <code>{command}</code> <CopyButton text={command} label="Copy the command line" />
        </span>
      </p>
      <p>
        Or record at <code>{NET_EXPORT}</code> <CopyButton text={NET_EXPORT} label={`Copy ${NET_EXPORT}`} />{' '}
        while you reload the page, and drop the file here.
      </p>
      <p class="faint">
        Any program that can reach the port can control that browser. Use it for testing only.
      </p>
    </div>
  );
}
