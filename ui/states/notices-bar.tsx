import { GroundTruthNotice, JoinFileButton } from '../ground-truth/notices.tsx';
import { keepFocus } from '../layout/keep-focus.ts';
import { useStore } from '../store/context.ts';
import type { Notice } from '../store/notices.ts';
import { plural } from '../text/format.ts';
import { useTrueFor } from './use-true-for.ts';

const WORTH_SAYING_AFTER_MS = 500;

/** Everything that needs saying about the capture as a whole, one line each. */
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

/** The background worker is away. */
function LinkNotice() {
  const { live } = useStore().host;
  if (!useTrueFor(live?.state.value.link === 'reconnecting', WORTH_SAYING_AFTER_MS)) return null;
  const text = 'Reconnecting to the background worker… Nothing is lost in the meantime.';
  return <NoticeLine notice={{ id: 'link', kind: 'warning', text }} />;
}

/** A file is looked at while a live capture waits. */
function FileNotice() {
  const { captures, host } = useStore();
  const shown = captures.shown.value;
  // While it is read, the progress says what is shown and offers the way out.
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

/** What the capture itself says of its reading; a file's problems are told when it is imported. */
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
