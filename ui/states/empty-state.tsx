import { ImportButton } from '../import/import-button.tsx';
import { openSample } from '../sample/open-sample.ts';
import { useStore } from '../store/context.ts';
import { FirefoxLog } from './firefox-log.tsx';

/** Shown while nothing is recorded: what to do next. */
export function EmptyState() {
  const store = useStore();
  const { live } = store.host;
  const recording = live?.state.value.recording === true;
  return (
    <div class="empty">
      {live === null ? (
        <>
          <h2>Open a capture</h2>
          <p>
            Drop a HAR, a NetLog or a Firefox log anywhere here. It is read on your machine and never leaves
            it.
          </p>
          <ImportButton label="Choose files…" />
        </>
      ) : (
        <>
          <h2>{recording ? 'Reload the page to record its connections' : 'Recording is paused'}</h2>
          <p>
            Coalescope shows which connection carried each request, and which requests were sent again after a
            421.
          </p>
          <button
            type="button"
            class="button primary"
            onClick={() => {
              if (!recording) live.setRecording(true);
              live.reloadPage();
            }}
          >
            {recording ? 'Reload' : 'Record and reload'}
          </button>
          <p class="faint">or drop a HAR, a NetLog or a Firefox log here</p>
        </>
      )}
      <p>
        <button type="button" class="link" onClick={() => void openSample(store)}>
          Open a sample
        </button>
      </p>
      <FirefoxLog />
    </div>
  );
}

/** Shown when the filter hides all requests. */
export function NoMatch() {
  const { filterText } = useStore();
  return (
    <div class="empty">
      <p>No requests match the filter.</p>
      <button
        type="button"
        class="button"
        onClick={() => {
          filterText.value = '';
        }}
      >
        Clear the filter
      </button>
    </div>
  );
}
