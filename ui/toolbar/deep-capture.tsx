import { useEffect } from 'preact/hooks';
import type { DeepCapture, LiveHost } from '../host.ts';
import { Popover } from '../parts/popover.tsx';
import { useStore } from '../store/context.ts';

const LABELS: Readonly<Record<DeepCapture['state'], string>> = {
  off: 'Deep',
  starting: 'Deep: starting…',
  on: 'Deep: on',
  failed: 'Deep: failed',
};

/** Turns deep capture on and off, and explains first what the browser will show. */
export function DeepCaptureButton({ live }: { readonly live: LiveHost }) {
  const { deep } = live.state.value;
  const on = deep.state === 'on' || deep.state === 'starting';
  useFailureNotice(deep);
  return (
    <Popover label={LABELS[deep.state]} title="Deep capture" class={`deep deep-${deep.state}`}>
      {(close) => (
        <>
          <p>
            <b>Deep capture</b> attaches the browser’s debugger to this tab. It adds certificate names,
            whether a connection was reused, and exact timing.
          </p>
          <p>
            While it is on, the browser shows a yellow bar (“… started debugging this browser”). Pressing
            Cancel in the bar turns deep capture off. Nothing leaves your machine.
          </p>
          {deep.state === 'failed' && (
            <p class="is-misdirected" role="alert">
              {deep.reason}
            </p>
          )}
          <button
            type="button"
            class="button primary"
            onClick={() => {
              live.setDeepCapture(!on);
              close();
            }}
          >
            {on ? 'Turn off' : deep.state === 'failed' ? 'Try again' : 'Turn on'}
          </button>
        </>
      )}
    </Popover>
  );
}

/** Deep capture can end while the popover is closed, for example when the user cancels the browser's bar. */
function useFailureNotice(deep: DeepCapture): void {
  const { notices } = useStore();
  const reason = deep.state === 'failed' ? deep.reason : null;
  useEffect(() => {
    if (reason === null) notices.dismiss('deep');
    else notices.show({ id: 'deep', kind: 'warning', text: `Deep capture is off: ${reason}` });
  }, [reason, notices]);
}
