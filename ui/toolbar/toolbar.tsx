import { ExportMenu } from '../export/export-menu.tsx';
import { GroundTruthButton } from '../ground-truth/ground-truth-button.tsx';
import type { LiveHost } from '../host.ts';
import { ImportButton } from '../import/import-button.tsx';
import { useStore } from '../store/context.ts';
import { DeepCaptureButton } from './deep-capture.tsx';
import { FilterBox } from './filter-box.tsx';

/** The controls for the whole capture. */
export function Toolbar() {
  const { live, groundTruth } = useStore().host;
  return (
    <div class="toolbar" role="toolbar" aria-label="Capture">
      {live !== null && <LiveControls live={live} />}
      <FilterBox />
      <span class="toolbar-end">
        {live?.hasDeepCapture && <DeepCaptureButton live={live} />}
        {groundTruth !== undefined && <GroundTruthButton groundTruth={groundTruth} />}
        <ImportButton />
        <ExportMenu />
      </span>
    </div>
  );
}

function LiveControls({ live }: { readonly live: LiveHost }) {
  const { captures } = useStore();
  const { recording, keepLog } = live.state.value;
  // The live capture must not be cleared by accident while a file is shown.
  const aside = captures.shown.value.kind === 'file';
  return (
    <>
      <button
        type="button"
        class="button icon record"
        aria-pressed={recording}
        aria-label="Record"
        title={recording ? 'Pause recording' : 'Record'}
        onClick={() => live.setRecording(!recording)}
      >
        <span class="record-dot" aria-hidden="true" />
      </button>
      <button
        type="button"
        class="button icon"
        aria-label="Clear"
        title={aside ? 'Go back to live to clear it' : 'Clear'}
        disabled={aside}
        onClick={() => live.clear()}
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
          <path d="M3.8 3.8 12.2 12.2" stroke="currentColor" stroke-width="1.5" />
        </svg>
      </button>
      <label class="check" title="Keep what was recorded when the page navigates">
        <input
          type="checkbox"
          checked={keepLog}
          onChange={(event) => live.setKeepLog(event.currentTarget.checked)}
        />
        Keep log
      </label>
    </>
  );
}
