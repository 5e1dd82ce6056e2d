import { GroundTruthNotice, JoinFileButton } from '../ground-truth/notices.tsx';
import { keepFocus } from '../layout/keep-focus.ts';
import { useStore } from '../store/context.ts';
import type { Notice } from '../store/notices.ts';
import { plural } from '../text/format.ts';
import { useTrueFor } from './use-true-for.ts';

/** A shorter interruption is not worth a notice. */
const LINK_NOTICE_AFTER_MS = 500;

/** Notices about the capture as a whole, one line each. */
export function NoticesBar() {
  const { notices } = useStore();
  return (
    <div class="notices">
      <LinkNotice />
      <FileNotice />
      <GroundTruthNotice />
      <CaptureNotice />
      {notices.list.value.map((notice) => (
        <NoticeLine
          key={notice.id}
          notice={notice}
          onDismiss={() => {
            keepFocus();
            notices.dismiss(notice.id);
          }}
        />
      ))}
    </div>
  );
}

/** Shown while the background worker is away. */
function LinkNotice() {
  const { live } = useStore().host;
  if (!useTrueFor(live?.state.value.link === 'reconnecting', LINK_NOTICE_AFTER_MS)) return null;
  const text = 'Reconnecting to the background worker… Nothing is lost in the meantime.';
  return <NoticeLine notice={{ id: 'link', kind: 'warning', text }} />;
}

/** Says which file or sample is shown, with a button to go back to the live capture. */
function FileNotice() {
  const { captures, host } = useStore();
  const shown = captures.shown.value;
  // While it is read, the progress bar says what is shown and offers to cancel.
  if (shown.kind !== 'file' || shown.reading) return null;
  return (
    <div class="notice notice-info">
      <span class="notice-text">
        Showing {shown.sample ? 'the built-in sample' : <b>{shown.name}</b>}
        {shown.sample && ': a small shop recorded in a test lab, not your traffic'}
      </span>
      {!shown.sample && <JoinFileButton />}
      <button
        type="button"
        class="button"
        onClick={() => {
          keepFocus();
          captures.backToLive();
        }}
      >
        {host.live === null ? 'Close' : 'Back to live'}
      </button>
    </div>
  );
}

/** Problems of the live capture; those of a file are shown by the importer. */
function CaptureNotice() {
  const { analysis, captures } = useStore();
  const capture = analysis.value?.capture;
  if (capture === undefined || captures.shown.value.kind === 'file') return null;
  const full = capture.problems.find(({ code }) => code === 'capture-full');
  const others = capture.problems.filter((problem) => problem !== full).map(({ message }) => message);
  return (
    <>
      {full !== undefined && <NoticeLine notice={{ id: 'full', kind: 'warning', text: full.message }} />}
      {others.length > 0 && (
        <NoticeLine
          notice={{
            id: 'problems',
            kind: 'warning',
            text: `${plural(others.length, 'problem')} while recording`,
            details: others,
          }}
        />
      )}
    </>
  );
}

const MAX_DETAILS = 100;

function NoticeLine({ notice, onDismiss }: { readonly notice: Notice; readonly onDismiss?: () => void }) {
  const { kind, text, details = [] } = notice;
  return (
    <div class={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <span class="notice-text">
        {text}
        {details.length > 0 && (
          <details>
            <summary>More</summary>
            <ul>
              {details.slice(0, MAX_DETAILS).map((detail, index) => (
                <li key={index}>{detail}</li>
              ))}
            </ul>
          </details>
        )}
      </span>
      {onDismiss && (
        <button type="button" class="button icon" aria-label="Dismiss" title="Dismiss" onClick={onDismiss}>
          ✕
        </button>
      )}
    </div>
  );
}
