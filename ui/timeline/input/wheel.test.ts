import { describe, expect, it } from 'vitest';
import { type WheelInput, wheelAction } from './wheel.ts';

const wheel = (input: Partial<WheelInput>) =>
  wheelAction({
    deltaX: 0,
    deltaY: 0,
    deltaMode: 0,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...input,
  });

describe('wheelAction', () => {
  it('leaves vertical scrolling to the browser', () => {
    expect(wheel({ deltaY: 100 })).toEqual({ kind: 'scroll' });
    expect(wheel({ deltaY: 30, deltaX: -4 })).toEqual({ kind: 'scroll' });
  });

  it('pans sideways with Shift or a sideways gesture', () => {
    expect(wheel({ deltaY: 100, shiftKey: true })).toEqual({ kind: 'pan', pixels: 100 });
    expect(wheel({ deltaX: 100, shiftKey: true })).toEqual({ kind: 'pan', pixels: 100 });
    expect(wheel({ deltaX: -40, deltaY: 3 })).toEqual({ kind: 'pan', pixels: -40 });
  });

  it('zooms with Ctrl or ⌘: up zooms in, down zooms out, within limits', () => {
    expect(wheel({ deltaY: -100, ctrlKey: true })).toMatchObject({
      kind: 'zoom',
      factor: expect.closeTo(0.74),
    });
    expect(wheel({ deltaY: 100, metaKey: true })).toMatchObject({ factor: expect.closeTo(1.35) });
    expect(wheel({ deltaY: 1e6, metaKey: true })).toMatchObject({ factor: expect.closeTo(1.43) });
  });

  it('handles wheels that count in lines', () => {
    expect(wheel({ deltaX: 3, deltaMode: 1, shiftKey: true })).toEqual({ kind: 'pan', pixels: 48 });
  });
});
