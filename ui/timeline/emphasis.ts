import type { RequestId } from '../../src/model/capture.ts';
import type { Selection } from '../selection.ts';
import type { Arrow } from './layout/arrow.ts';
import type { Bar } from './layout/bar.ts';
import { barOf, type TimelineLayout } from './layout/layout.ts';

/** What a frame emphasises, and what it dims. */
export interface Emphasis {
  /** While an arrow is pointed at: its attempts, and all others in the same chain of re-sends. The rest is dimmed. */
  readonly lit: ReadonlySet<Bar> | null;
  /** Drawn strongly: the arrows of the hovered attempt and of the selection. */
  readonly litArrows: ReadonlySet<Arrow>;
  readonly hovered: Bar | null;
  /** One attempt, or all of a selected request. */
  readonly selected: readonly Bar[];
  readonly hoveredLane: number | null;
  readonly selectedLane: number | null;
  /** The requests that pass the filter; null for all. */
  readonly matching: ReadonlySet<RequestId> | null;
}

export const FAINT = 0.28;

export function emphasisOf(
  layout: TimelineLayout,
  hover: Selection,
  selection: Selection,
  matching: ReadonlySet<RequestId> | null,
): Emphasis {
  const hovered = barOf(layout, hover);
  const selected = selectedBars(layout, selection);
  const hoveredChain = hovered === null ? null : resendChainOf(layout, hovered);
  const selectedChain = selected[0] === undefined ? null : resendChainOf(layout, selected[0]);
  return {
    lit: hoveredChain?.bars ?? null,
    litArrows: new Set([...(hoveredChain?.arrows ?? []), ...(selectedChain?.arrows ?? [])]),
    hovered,
    selected,
    hoveredLane: laneIndex(layout, hover),
    selectedLane: laneIndex(layout, selection),
    matching,
  };
}

/** How strongly a bar is drawn. */
export function strengthOf(bar: Bar, { lit, matching }: Emphasis): number {
  if (lit !== null) return lit.has(bar) ? 1 : FAINT;
  return matching === null || matching.has(bar.request.record.id) ? 1 : FAINT;
}

function selectedBars(layout: TimelineLayout, selection: Selection): readonly Bar[] {
  if (selection?.kind === 'request') return layout.barsOf.get(selection.request) ?? [];
  const bar = barOf(layout, selection);
  return bar === null ? [] : [bar];
}

function laneIndex(layout: TimelineLayout, selection: Selection): number | null {
  if (selection?.kind !== 'connection') return null;
  return layout.laneOf.get(selection.connection)?.index ?? null;
}

/** The whole chain of re-sends that a bar belongs to: its arrows and the attempts at their ends. Null without one. */
function resendChainOf(layout: TimelineLayout, bar: Bar): { bars: Set<Bar>; arrows: Set<Arrow> } | null {
  const arrows = new Set<Arrow>();
  const seen = new Set<RequestId>();
  const next = [bar.request.record.id];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const arrow of layout.arrowsOf.get(id) ?? []) {
      arrows.add(arrow);
      next.push(arrow.from.request.record.id, arrow.to.request.record.id);
    }
  }
  if (arrows.size === 0) return null;
  return { bars: new Set([...arrows].flatMap(({ from, to }) => [from, to])), arrows };
}
