import type { Signal } from '@preact/signals';
import type { Selection } from '../../selection.ts';
import { announce, describeLane } from '../describe.ts';
import { barOf } from '../layout/layout.ts';
import type { TimelineModel } from '../timeline-model.ts';
import { type Command, commandOf, moved } from './keyboard.ts';

const ZOOM = 1.5;

/** Handles the keys of the lanes, and announces the new selection. */
export function keyHandler(
  model: TimelineModel,
  announcement: Signal<string>,
  onActivate: (selection: Selection) => void,
): (event: KeyboardEvent) => void {
  return (event) => {
    const command = commandOf(event);
    // Escape with nothing to clear is left to the panel, and then to DevTools.
    if (command === null || (command.kind === 'clear' && model.selection.value === null)) return;
    event.preventDefault();
    event.stopPropagation();
    run(command, model, onActivate);
    if (command.kind === 'move' || command.kind === 'clear') announcement.value = words(model);
  };
}

function run(command: Command, model: TimelineModel, onActivate: (selection: Selection) => void): void {
  const { selection } = model;
  switch (command.kind) {
    case 'move':
      selection.value = moved(model.layout.value, selection.value, command.move);
      break;
    case 'open':
      if (selection.value !== null) onActivate(selection.value);
      break;
    case 'zoom-in':
      model.zoom(1 / ZOOM, selectedX(model));
      break;
    case 'zoom-out':
      model.zoom(ZOOM, selectedX(model));
      break;
    case 'fit':
      model.showAll();
      break;
    case 'clear':
      selection.value = null;
  }
}

/** The keyboard zooms around the selection while that is visible. */
function selectedX(model: TimelineModel): number | undefined {
  const bar = barOf(model.layout.value, model.selection.value);
  const x = bar === null ? -1 : model.scale.value.x(bar.body);
  return x >= 0 && x <= model.plotWidth.value ? x : undefined;
}

function words(model: TimelineModel): string {
  const layout = model.layout.value;
  const selection = model.selection.value;
  const bar = barOf(layout, selection);
  if (bar !== null) return announce(bar);
  const lane = selection?.kind === 'connection' ? layout.laneOf.get(selection.connection) : undefined;
  if (lane === undefined) return 'Nothing selected';
  const { title, lines } = describeLane(lane);
  return [title, ...lines].join(', ');
}
