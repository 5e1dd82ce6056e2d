import { describe, expect, it } from 'vitest';
import { AnimationFrames } from './animation-frames.ts';

describe('AnimationFrames', () => {
  it('draws once for any number of requests, and never without one', () => {
    const pending: (() => void)[] = [];
    let drawn = 0;
    const frames = new AnimationFrames(
      () => void drawn++,
      (callback) => {
        pending.push(callback);
        return () => void pending.splice(0);
      },
    );
    frames.request();
    frames.request();
    expect(pending).toHaveLength(1);
    pending.pop()?.();
    expect(drawn).toBe(1);
    frames.request();
    frames.stop();
    expect(pending).toHaveLength(0);
  });
});
