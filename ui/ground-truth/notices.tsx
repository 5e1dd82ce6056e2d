import { keepFocus } from '../layout/keep-focus.ts';
import { useStore } from '../store/context.ts';
import { WHILE_RECORDING } from './ground-truth-text.ts';

/** While ground truth is recorded: what to do, and a button to stop. */
export function GroundTruthNotice() {
  const { host, joiner } = useStore();
  const state = host.groundTruth?.state.value.state;
  if (state !== 'recording' && state !== 'reading') return null;
  return (
    <div class="notice notice-info" role="status">
      <span class="notice-text">
        {state === 'recording'
          ? `Recording ground truth. ${WHILE_RECORDING}`
          : 'Reading the browser’s own log…'}
      </span>
      {state === 'recording' && (
        <button
          type="button"
          class="button"
          onClick={() => {
            keepFocus();
            void joiner.stop();
          }}
        >
          Stop and join
        </button>
      )}
    </div>
  );
}

/** Shown beside the name of an open NetLog while there is a live capture. */
export function JoinFileButton() {
  const { captures, host, joiner } = useStore();
  const log = captures.view.value?.analysis.capture;
  if (host.groundTruth === undefined || log === undefined || !log.sources.includes('netlog')) return null;
  return (
    <button
      type="button"
      class="button"
      title="Adds what the log says about the live capture’s requests: inferred becomes observed"
      onClick={() => {
        keepFocus();
        joiner.join(log);
      }}
    >
      Join with the live capture
    </button>
  );
}
