import { type Signal, useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Origin } from '../../src/model/origin.ts';
import { type Selection, sameSelection } from '../selection.ts';
import { AnimationFrames } from './animation-frames.ts';
import { describeBar, describeLane } from './describe.ts';
import { OVERDRAW, paintLanes } from './draw/lanes-canvas.ts';
import type { Style } from './draw/pen.ts';
import { type Hit, hitTest } from './input/hit-test.ts';
import { keyHandler } from './input/key-handler.ts';
import { type PointerActions, usePointer } from './input/use-pointer.ts';
import { useReveal, useSize } from './input/use-scroller.ts';
import { LaneHead } from './lane-head.tsx';
import { visibleLanes } from './layout/geometry.ts';
import type { Lane } from './layout/lane.ts';
import { selectionOf } from './layout/layout.ts';
import type { TimelineModel } from './timeline-model.ts';
import type { Tip } from './tooltip.tsx';

export interface LanesViewProps {
  readonly model: TimelineModel;
  readonly style: () => Style;
  readonly originColour: (origin: Origin) => string;
  readonly tip: Signal<Tip | null>;
  readonly announcement: Signal<string>;
  readonly label: string;
  readonly helpId: string;
  readonly onActivate: (selection: Selection) => void;
}

/** The lanes: their heads as elements, their bars on one canvas, both in one scrolling box. */
export function LanesView(props: LanesViewProps) {
  const { model, style, tip, onActivate } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useSize(model, scroller);
  useReveal(model, scroller);
  usePaint(canvas, model, style);
  const pointer = usePointer(scroller, model, pointerActions(model, tip, scroller, onActivate));

  // Two numbers, so that scrolling renders heads only when others come into view.
  const from = useComputed(() => lanesInView(model)[0]);
  const end = useComputed(() => lanesInView(model)[1]);
  const { hoveredLane, selectedLane, hovered, selected } = model.emphasis.value;
  return (
    <div
      ref={scroller}
      class="tl-lanes"
      role="application"
      aria-roledescription="timeline"
      aria-label={props.label}
      aria-describedby={props.helpId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is one widget with keys of its own
      tabIndex={0}
      onScroll={(event) => {
        model.scrollTop.value = event.currentTarget.scrollTop;
      }}
      onKeyDown={keyHandler(model, props.announcement, onActivate)}
      {...pointer}
    >
      <div class="tl-sheet" style={{ height: `${model.layout.value.height}px` }}>
        <canvas ref={canvas} class="tl-canvas" />
        {model.layout.value.lanes.slice(from.value, end.value).map((lane) => (
          <LaneHead
            key={lane.id ?? lane.kind}
            lane={lane}
            compact={!model.roomy.value}
            selected={selectedLane === lane.index}
            hovered={hoveredLane === lane.index || hovered?.lane === lane.index}
            holds={selectedLane === lane.index || selected.some((bar) => bar.lane === lane.index)}
            originColour={props.originColour}
            onSelect={(each) => {
              model.selection.value = laneSelection(each);
            }}
            onOpen={(each) => onActivate(laneSelection(each))}
          />
        ))}
      </div>
    </div>
  );
}

/** Draws only when something that is drawn has changed. */
function usePaint(
  canvas: { readonly current: HTMLCanvasElement | null },
  model: TimelineModel,
  style: () => Style,
): void {
  const frames = useMemo(
    () => new AnimationFrames(() => canvas.current !== null && paintLanes(canvas.current, model, style())),
    [canvas, model, style],
  );
  useEffect(() => {
    frames.request();
    return () => frames.stop();
  }, [frames]);
  useSignalEffect(() => {
    model.emphasis.value;
    model.scale.value;
    model.scrollTop.value;
    model.viewportHeight.value;
    model.pixelRatio.value;
    frames.request();
  });
}

function lanesInView({ layout, scrollTop, viewportHeight }: TimelineModel): readonly [number, number] {
  return visibleLanes(layout.value, scrollTop.value - OVERDRAW, viewportHeight.value + 2 * OVERDRAW);
}

function laneSelection({ id }: Lane): Selection {
  return id === null ? null : { kind: 'connection', connection: id };
}

function pointerActions(
  model: TimelineModel,
  tip: Signal<Tip | null>,
  scroller: { readonly current: HTMLDivElement | null },
  onActivate: (selection: Selection) => void,
): PointerActions {
  const hitAt = (x: number, y: number): Hit =>
    hitTest(model.layout.value, model.scale.value, x, y + model.scrollTop.value);
  const point = (hover: Selection, tooltip: Tip | null, overBar: boolean): void => {
    if (!sameSelection(hover, model.hover.value)) model.hover.value = hover;
    tip.value = tooltip;
    if (scroller.current !== null) scroller.current.dataset.over = overBar ? 'bar' : '';
  };
  return {
    hover: (x, y, { clientX, clientY }) => {
      const { bar: nearest, arrow, lane } = hitAt(x, y);
      const bar = x < 0 ? null : (nearest ?? arrow?.from ?? null);
      if (bar !== null) {
        point(selectionOf(bar), { x: clientX, y: clientY, description: describeBar(bar) }, true);
      } else if (x < 0 && lane !== null) {
        point(laneSelection(lane), { x: clientX, y: clientY, description: describeLane(lane) }, false);
      } else {
        point(null, null, false);
      }
    },
    leave: () => point(null, null, false),
    click: (x, y) => {
      const { bar, arrow } = hitAt(x, y);
      const chosen = bar ?? arrow?.from ?? null;
      model.selection.value = chosen === null ? null : selectionOf(chosen);
    },
    open: (x, y) => {
      const { bar } = hitAt(x, y);
      if (bar !== null) onActivate(selectionOf(bar));
    },
  };
}
