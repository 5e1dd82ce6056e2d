import type { Signal } from '@preact/signals';
import type { Analysis } from '../../src/analysis/analysis.ts';
import type { RequestId } from '../../src/model/capture.ts';
import type { Origin } from '../../src/model/origin.ts';
import type { Selection, TimeRange } from '../selection.ts';

export interface TimelineProps {
  readonly analysis: Analysis;
  /** The requests that pass the filter; the others are dimmed. Null: all of them. */
  readonly matching: ReadonlySet<RequestId> | null;
  readonly selection: Signal<Selection>;
  readonly hover: Signal<Selection>;
  /** What the time axis shows; null fits everything. */
  readonly range: Signal<TimeRange | null>;
  /** A CSS colour for an origin: stable for as long as the capture lives. */
  readonly originColour: (origin: Origin) => string;
  readonly theme: 'light' | 'dark';
  /** Enter or a double click: open the details of it. */
  readonly onActivate: (selection: Selection) => void;
}

/** The coalescing timeline: one lane a connection, its attempts as bars, an arrow to each re-sending. */
export function Timeline(_props: TimelineProps) {
  return <section class="timeline" aria-label="Timeline of connections" />;
}
