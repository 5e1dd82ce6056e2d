import { useId } from 'preact/hooks';
import type { GroundTruthHost, GroundTruthState } from '../host.ts';
import { Popover } from '../parts/popover.tsx';
import { useStore } from '../store/context.ts';
import { GroundTruthHelp } from './ground-truth-help.tsx';
import { WHILE_RECORDING } from './ground-truth-text.ts';

const LABELS: Readonly<Record<GroundTruthState['state'], string>> = {
  off: 'Ground truth',
  connecting: 'Ground truth: connecting…',
  recording: 'Ground truth: recording',
  reading: 'Ground truth: reading…',
  failed: 'Ground truth',
};

/** Records the browser's own log and joins it with the live capture; shows how to set that up when it fails. */
export function GroundTruthButton({ groundTruth }: { readonly groundTruth: GroundTruthHost }) {
  const { joiner } = useStore();
  const { state } = groundTruth.state.value;
  const recording = state === 'recording';
  const busy = state === 'connecting' || state === 'reading';
  return (
    <Popover label={LABELS[state]} title="Record ground truth" class={`deep ${recording ? 'deep-on' : ''}`}>
      {(close) => (
        <form
          class="ground-truth"
          onSubmit={(event) => {
            event.preventDefault();
            if (busy) return;
            if (recording) void joiner.stop().then(close);
            else void groundTruth.start(joiner.port.value).then((started) => started && close());
          }}
        >
          <p>
            <b>Ground truth</b> is the browser’s own log of every attempt, including hidden ones, read through
            its debugging port. Inferred statements become observed.
          </p>
          {recording ? <p>{WHILE_RECORDING}</p> : <PortField />}
          <GroundTruthHelp groundTruth={groundTruth} />
          {/* Not disabled while busy: the button would lose the focus, which closes the popover. */}
          <button type="submit" class="button primary" aria-disabled={busy}>
            {recording
              ? 'Stop and join'
              : busy
                ? 'Please wait…'
                : state === 'failed'
                  ? 'Try again'
                  : 'Record'}
          </button>
        </form>
      )}
    </Popover>
  );
}

function PortField() {
  const { port } = useStore().joiner;
  const id = useId();
  return (
    <p>
      <label for={id}>Debugging port </label>
      <input
        id={id}
        class="port"
        type="number"
        min={1}
        max={65535}
        required
        value={port.value}
        onInput={({ currentTarget }) => {
          if (currentTarget.validity.valid) port.value = currentTarget.valueAsNumber;
        }}
      />
    </p>
  );
}
