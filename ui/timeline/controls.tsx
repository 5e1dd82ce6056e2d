import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { TimelineKey } from './timeline-key.tsx';
import type { TimelineModel } from './timeline-model.ts';

const STEP = 1.5;

/** Zoom buttons, for users without a wheel or keyboard, and the key to the marks. */
export function Controls({ model }: { model: TimelineModel }) {
  const open = useSignal(false);
  const keyId = useId();
  const root = useRef<HTMLDivElement>(null);
  const shown = open.value;
  useEffect(() => {
    if (!shown) return;
    const closeOutside = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) open.value = false;
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, [shown, open]);
  const close = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open.value) return;
    event.stopPropagation();
    open.value = false;
  };
  return (
    <div ref={root} class="tl-controls">
      <span class="tl-controls-title">{model.roomy.value ? 'Connections' : ''}</span>
      <button
        type="button"
        aria-expanded={shown}
        aria-controls={keyId}
        title="What the marks mean"
        onClick={() => {
          open.value = !open.value;
        }}
        onKeyDown={close}
      >
        Key
      </button>
      <button
        type="button"
        aria-label="Zoom out"
        title="Zoom out (-)"
        disabled={model.fits}
        onClick={() => model.zoom(STEP)}
      >
        −
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => model.zoom(1 / STEP)}>
        +
      </button>
      <button type="button" title="Show all (0)" disabled={model.fits} onClick={() => model.showAll()}>
        Fit
      </button>
      {shown ? <TimelineKey id={keyId} /> : null}
    </div>
  );
}
