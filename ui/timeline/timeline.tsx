import '../theme/tokens.css';
import './timeline.css';
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Analysis } from '../../src/analysis/analysis.ts';
import type { RequestId } from '../../src/model/capture.ts';
import type { Origin } from '../../src/model/origin.ts';
import type { Selection, TimeRange } from '../selection.ts';
import { plural } from '../text/format.ts';
import { Axis } from './axis.tsx';
import { Controls } from './controls.tsx';
import { watchPixelRatio } from './draw/canvas.ts';
import { LanesView } from './lanes-view.tsx';
import { barOf, layoutOf } from './layout/layout.ts';
import { Overview } from './overview-view.tsx';
import { TimelineModel } from './timeline-model.ts';
import { type Tip, Tooltip } from './tooltip.tsx';
import { useCanvasStyle } from './use-canvas-style.ts';

export interface TimelineProps {
  readonly analysis: Analysis;
  /** The requests that match the filter; the others are dimmed. Null for all of them. */
  readonly matching: ReadonlySet<RequestId> | null;
  readonly selection: Signal<Selection>;
  readonly hover: Signal<Selection>;
  /** The range of the time axis; null fits everything. */
  readonly range: Signal<TimeRange | null>;
  /** The CSS colour of an origin; it does not change. */
  readonly originColour: (origin: Origin) => string;
  readonly theme: 'light' | 'dark';
  /** Enter or a double click: opens the details. */
  readonly onActivate: (selection: Selection) => void;
}

const HELP =
  'Arrow keys move between attempts and connections, M goes to the next misdirected attempt, Enter opens the details, plus, minus and zero zoom, Escape clears the selection. The request table shows the same as text.';

/** The coalescing timeline: one lane per connection, its attempts as bars, an arrow to each re-sent attempt. */
export function Timeline(props: TimelineProps) {
  const { analysis, matching, selection, hover, range, originColour, theme, onActivate } = props;
  const root = useRef<HTMLElement>(null);
  const tip = useSignal<Tip | null>(null);
  const announcement = useSignal('');
  const helpId = useId();
  const model = useMemo(
    () => new TimelineModel(layoutOf(analysis), selection, hover, range),
    [selection, hover, range],
  );
  useLayoutEffect(() => {
    model.layout.value = layoutOf(analysis);
    model.matching.value = matching;
    // The tooltip stays when the capture grows, and goes when its attempt is gone.
    const pointed = hover.peek();
    if (pointed?.kind !== 'connection' && barOf(model.layout.value, pointed) === null) tip.value = null;
  }, [model, analysis, matching, tip, hover]);
  useEffect(
    () =>
      watchPixelRatio(() => {
        model.pixelRatio.value = devicePixelRatio;
      }),
    [model],
  );
  const style = useCanvasStyle(root, theme, originColour);

  return (
    <section
      ref={root}
      class="timeline"
      data-theme={theme}
      style={{ '--tl-head-width': `${model.headWidth.value}px` }}
      aria-label="Timeline of connections"
    >
      <Overview model={model} style={style} />
      <div class="tl-bar">
        <Controls model={model} />
        <Axis model={model} />
      </div>
      <LanesView
        model={model}
        style={style}
        originColour={originColour}
        tip={tip}
        announcement={announcement}
        label={labelOf(analysis)}
        helpId={helpId}
        onActivate={onActivate}
      />
      <div class="tl-ring" />
      <p id={helpId} class="tl-visually-hidden">
        {HELP}
      </p>
      <div class="tl-visually-hidden" role="status" aria-live="polite">
        {announcement.value}
      </div>
      <Tooltip tip={tip} />
    </section>
  );
}

function labelOf({ summary }: Analysis): string {
  const parts = [
    plural(summary.requests, 'request'),
    summary.connections === null
      ? 'on unknown connections'
      : `on ${plural(summary.connections, 'connection')}`,
    `${summary.misdirectedAttempts} misdirected`,
  ];
  return `Timeline: ${parts.join(', ')}`;
}
