import type { TimelineModel } from './model.ts';

/** The zoom by hand, for who has neither wheel nor keyboard at hand. */
export function Controls({ model }: { model: TimelineModel }) {
  return (
    <div class="tl-controls">
      <span class="tl-controls-title">Connections</span>
      <button
        type="button"
        aria-label="Zoom out"
        title="Zoom out (-)"
        disabled={model.fits}
        onClick={() => model.zoom(1.5)}
      >
        −
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => model.zoom(1 / 1.5)}>
        +
      </button>
      <button type="button" title="Show all (0)" disabled={model.fits} onClick={() => model.showAll()}>
        Fit
      </button>
    </div>
  );
}
