import { describe, expect, it } from 'vitest';
import { clampSpan, fitSpan, panSpan, revealSpan, TimeScale, zoomSpan } from './scale.ts';

const fit = { from: 0, to: 1000 };

describe('TimeScale', () => {
  it('maps time to pixels and back', () => {
    const scale = new TimeScale({ from: 100, to: 300 }, 400);
    expect(scale.x(100)).toBe(0);
    expect(scale.x(200)).toBe(200);
    expect(scale.time(400)).toBe(300);
  });

  it('survives a span of no length', () => {
    const scale = new TimeScale({ from: 5, to: 5 }, 400);
    expect(scale.x(5)).toBe(0);
    expect(Number.isFinite(scale.time(10))).toBe(true);
  });
});

describe('spans', () => {
  it('fits everything with a margin on both sides, even a single moment', () => {
    expect(fitSpan({ from: 0, to: 100 })).toEqual({ from: -1.5, to: expect.closeTo(101.5) });
    const moment = fitSpan({ from: 7, to: 7 });
    expect(moment.from).toBeLessThan(7);
    expect(moment.to).toBeGreaterThan(7);
  });

  it('zooms around the anchor, which stays in place', () => {
    const zoomed = zoomSpan({ from: 0, to: 1000 }, 0.5, 250, fit);
    expect(zoomed).toEqual({ from: 125, to: 625 });
    expect((250 - zoomed.from) / (zoomed.to - zoomed.from)).toBeCloseTo(0.25);
  });

  it('never shows more than everything', () => {
    expect(zoomSpan({ from: 100, to: 700 }, 10, 400, fit)).toBe(fit);
    expect(panSpan({ from: 100, to: 300 }, -500, fit)).toEqual({ from: 0, to: 200 });
    expect(panSpan({ from: 100, to: 300 }, 5000, fit)).toEqual({ from: 800, to: 1000 });
  });

  it('stops zooming before time runs out of digits', () => {
    let span = fit;
    for (let i = 0; i < 200; i++) span = zoomSpan(span, 0.5, 333, fit);
    expect(span.to - span.from).toBeCloseTo(0.01);
    expect(span.from).toBeLessThanOrEqual(333);
    expect(span.to).toBeGreaterThanOrEqual(333);
  });

  it('replaces an invalid span by everything', () => {
    expect(clampSpan({ from: Number.NaN, to: Number.NaN }, fit)).toBe(fit);
  });

  it('moves only as far as a target needs to be seen', () => {
    const span = { from: 100, to: 200 };
    expect(revealSpan(span, { from: 150, to: 160 }, fit)).toBe(span);
    expect(revealSpan(span, { from: 500, to: 510 }, fit)).toEqual({ from: 440, to: 540 });
    expect(revealSpan(span, { from: 50, to: 60 }, fit)).toEqual({ from: 40, to: 140 });
  });
});
