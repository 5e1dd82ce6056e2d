import { keepFocus } from '../layout/keep-focus.ts';
import { useStore } from '../store/context.ts';
import { formatBytes, plural } from '../text/format.ts';

/** The progress of a running import, with a button to cancel it. */
export function ImportProgressBar() {
  const { importer, captures } = useStore();
  const progress = importer.progress.value;
  if (progress === null) return null;
  const { name, bytes, total, requests } = progress;
  const shown = captures.shown.value;
  const growing = shown.kind === 'file' && shown.reading;
  const done = total === 0 ? 0 : Math.min(1, bytes / total);
  return (
    <section class="notice notice-info import-progress" aria-label="Import">
      <span class="notice-text">
        Reading <b>{name}</b>: {formatBytes(bytes)} of {formatBytes(total)}, {plural(requests, 'request')} so
        far
        {growing && '; the view is not complete yet'}
      </span>
      <progress value={done} max={1} aria-label={`Reading ${name}`} />
      <button
        type="button"
        class="button"
        onClick={() => {
          keepFocus();
          importer.cancel();
        }}
      >
        Cancel
      </button>
    </section>
  );
}
