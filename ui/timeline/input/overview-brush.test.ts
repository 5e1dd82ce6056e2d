import { describe, expect, it } from 'vitest';
import { TimeScale } from '../layout/scale.ts';
import { brushAt, brushCursor, brushTo } from './overview-brush.ts';

const fit = { from: 0, to: 1000 };
const scale = new TimeScale(fit, 500);
const window = { from: 200, to: 400 };

describe('the brush', () => {
  const drag = (from: number, to: number, shown = window) =>
    brushTo(brushAt(from, shown, fit, scale), to, fit, scale);

  it('draws a new window beside the old one, in both directions', () => {
    expect(drag(300, 400)).toEqual({ from: 600, to: 800 });
    expect(drag(400, 300)).toEqual({ from: 600, to: 800 });
    expect(drag(400, 900)).toEqual({ from: 800, to: 1000 });
  });

  it('moves the window by its middle, and stops at the ends', () => {
    expect(drag(150, 200)).toEqual({ from: 300, to: 500 });
    expect(drag(150, 900)).toEqual({ from: 800, to: 1000 });
  });

  it('moves one edge, also across the other', () => {
    expect(drag(100, 50)).toEqual({ from: 100, to: 400 });
    expect(drag(200, 250)).toEqual({ from: 200, to: 500 });
    expect(drag(200, 50)).toEqual({ from: 100, to: 200 });
  });

  it('draws a window while everything is shown, since there is none to move', () => {
    expect(brushAt(250, fit, fit, scale).mode).toBe('draw');
    expect(drag(100, 200, fit)).toEqual({ from: 200, to: 400 });
  });

  it('treats a very short drag as a click', () => {
    expect(drag(300, 302)).toBeNull();
  });

  it('shows by the cursor what it would do', () => {
    const at = (x: number) => brushCursor(brushAt(x, window, fit, scale));
    expect([at(101), at(150), at(300)]).toEqual(['ew-resize', 'grab', 'crosshair']);
  });
});
