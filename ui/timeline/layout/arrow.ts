import type { AnalysedRequest } from '../../../src/analysis/analysis.ts';
import type { Millis, RequestId } from '../../../src/model/capture.ts';
import { type Certainty, weakerCertainty } from '../../../src/model/certainty.ts';
import type { Bar } from './bar.ts';
import type { Lane } from './lane.ts';

/**
 * What sent it again: the browser after a 421, the browser after an error, or the page (or its user) with a new
 * request.
 */
export type ArrowKind = 'misdirected' | 'retry' | 'page';

export interface Arrow {
  readonly from: Bar;
  readonly to: Bar;
  readonly kind: ArrowKind;
  readonly certainty: Certainty;
  /** Where it ends: at the setup of the connection if that was opened for the re-sent attempt. */
  readonly landing: Millis;
}

type BarsOf = ReadonlyMap<RequestId, readonly Bar[]>;

/** Every arrow: from a failed attempt to the one that re-sent the request. */
export function arrowsOf(barsOf: BarsOf, lanes: readonly Lane[]): readonly Arrow[] {
  const arrows: Arrow[] = [];
  for (const bars of barsOf.values()) {
    const request = bars[0]?.request;
    if (request === undefined) continue;
    for (let i = 1; i < bars.length; i++) add(arrows, bars[i - 1], bars[i], browserKind(bars[i - 1]), lanes);
    add(arrows, bars.at(-1), pageResend(request, barsOf), 'page', lanes);
  }
  return arrows;
}

function browserKind(bar: Bar | undefined): ArrowKind {
  return bar?.attempt?.misdirected === true ? 'misdirected' : 'retry';
}

function pageResend(request: AnalysedRequest, barsOf: BarsOf): Bar | undefined {
  return request.resentAs === null ? undefined : barsOf.get(request.resentAs)?.[0];
}

function add(
  arrows: Arrow[],
  from: Bar | undefined,
  to: Bar | undefined,
  kind: ArrowKind,
  lanes: readonly Lane[],
): void {
  if (from === undefined || to === undefined || from === to) return;
  const certainty = weakerCertainty(from.attempt?.certainty ?? 'unknown', to.attempt?.certainty ?? 'unknown');
  arrows.push({ from, to, kind, certainty, landing: landingOf(from, to, lanes[to.lane]) });
}

function landingOf(from: Bar, to: Bar, lane: Lane | undefined): Millis {
  const opening = lane?.setup[0]?.from;
  const openedForIt = opening !== undefined && lane?.bars[0] === to && opening >= from.start;
  return openedForIt ? Math.min(opening, to.start) : to.start;
}
