import { describe, expect, it } from 'vitest';
import { placeTip } from './tooltip.tsx';

describe('placeTip', () => {
  const size = { width: 200, height: 80 };

  it('is beside the pointer, and within the window', () => {
    expect(placeTip({ x: 50, y: 50 }, size, 1000, 600)).toEqual({ left: 64, top: 64 });
    expect(placeTip({ x: 990, y: 590 }, size, 1000, 600)).toEqual({ left: 794, top: 496 });
    expect(placeTip({ x: 5, y: 5 }, size, 100, 60)).toEqual({ left: 6, top: 6 });
  });
});
